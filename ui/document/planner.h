#pragma once

#include <QObject>
#include <QString>
#include <memory>

#include "core/base/search.h"
#include "core/pipeline/planned_model.h"
#include "ui/jobs/plan_job.h"

namespace thimble::ui {

/// The plan of the model on show. The best one is searched for as soon as there is a model; a
/// person may ask for others. What changes the question stops the search.
class Planner final : public QObject {
    Q_OBJECT

public:
    enum class State { Empty, Searching, Found, Failed };

    explicit Planner(QObject* parent = nullptr);

    /// Order and placement as good as they get, within a limit that keeps the search short; the
    /// answer does not depend on the machine.
    [[nodiscard]] static PlanOptions bestOptions();

    /// Null: no model any more. The options go back to the best.
    void setModel(std::shared_ptr<const LoadedModel> model, std::shared_ptr<const Report> report);
    void setOptions(const PlanOptions& options);
    /// Takes the best so far.
    void finishEarly() { m_job.finishEarly(); }
    /// The same question without a limit.
    void searchOn();

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const PlanOptions& options() const { return m_options; }
    /// The last plan of this model; while searching that of other options, or null.
    [[nodiscard]] const std::shared_ptr<const PlannedModel>& found() const { return m_found; }
    /// Of the model as it is; null without one.
    [[nodiscard]] const std::shared_ptr<const Report>& report() const { return m_report; }
    /// The plan by bestOptions(); null until it is found.
    [[nodiscard]] const std::shared_ptr<const PlannedModel>& best() const { return m_best; }
    /// Of the search that is under way.
    [[nodiscard]] const SearchProgress& progress() const { return m_progress; }
    /// Why there is no plan.
    [[nodiscard]] const QString& failure() const { return m_failure; }
    /// Found, and its check had nothing to say against it.
    [[nodiscard]] bool canBeWritten() const;

signals:
    void changed();  ///< state, options or plan
    void progressed();

private:
    void search();
    void settle(State state);

    std::shared_ptr<const LoadedModel> m_model;
    std::shared_ptr<const Report> m_report;
    PlanOptions m_options = bestOptions();
    State m_state = State::Empty;
    SearchProgress m_progress;
    QString m_failure;
    std::shared_ptr<const PlannedModel> m_found;
    std::shared_ptr<const PlannedModel> m_best;
    PlanJob m_job;
};

}  // namespace thimble::ui
