#pragma once

#include <QObject>
#include <cstdint>
#include <memory>

#include "core/base/search.h"
#include "core/pipeline/planned_model.h"
#include "ui/jobs/latest_work.h"

namespace thimble::ui {

/// Searches for a plan on a thread of its own. A new question stops the search for the old one,
/// whose answers are dropped by their revision.
class PlanJob final : public QObject {
    Q_OBJECT

public:
    explicit PlanJob(QObject* parent = nullptr);

    void plan(std::shared_ptr<const LoadedModel> model, std::shared_ptr<const Report> report,
              const PlanOptions& options);
    /// The best so far becomes the answer.
    void finishEarly() { m_work.stop(); }
    /// No answer is wanted any more.
    void cancel();

    /// True from a question to its answer.
    [[nodiscard]] bool isRunning() const { return m_running; }

    static constexpr int kProgressMs = 100;  ///< between two reports of progress

signals:
    void progressed(const thimble::SearchProgress& progress);
    void finished(const std::shared_ptr<const thimble::PlannedModel>& planned);
    void failed(const QString& message);

private:
    using Answer = Result<std::shared_ptr<const PlannedModel>>;

    /// Called on the searching thread.
    [[nodiscard]] SearchControl controlOf(std::uint64_t revision, const std::stop_token& stop);
    void deliver(std::uint64_t revision, const Answer& answer);

    bool m_running = false;
    std::uint64_t m_revision = 0;  ///< of the last question
    LatestWork m_work;             ///< the last member: see AnalysisJob
};

}  // namespace thimble::ui
