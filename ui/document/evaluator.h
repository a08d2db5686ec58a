#pragma once

#include <QObject>
#include <QString>
#include <memory>
#include <optional>

#include "ui/document/data_folder.h"
#include "ui/document/runner.h"
#include "ui/jobs/evaluate_job.h"

namespace thimble::ui {

/// How good the model on show is on the chosen data folder: part of the document. A new model
/// forgets the answer; another folder or metric leaves it until there is a new one.
class Evaluator final : public QObject {
    Q_OBJECT

public:
    enum class State {
        Empty,    ///< nothing asked for
        Waiting,  ///< for the program or the folder
        Evaluating,
        Done,
        Failed
    };

    /// What the summary shows: a whole evaluation, never one that was cancelled.
    struct Score {
        eval::Metric metric = eval::Metric::Top1;
        double score = 0;
        std::size_t samples = 0;
        QString folder;  ///< its name
    };

    /// Both outlive the evaluator.
    Evaluator(Runner* runner, const DataFolder* folder, QObject* parent = nullptr);

    /// Forgets all about the last model.
    void reset();
    void evaluate();
    void setMetric(eval::Metric metric);
    /// What is done so far becomes the answer.
    void cancel();

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool isBusy() const {
        return m_state == State::Waiting || m_state == State::Evaluating;
    }
    [[nodiscard]] eval::Metric metric() const { return m_metric; }
    /// Of the model on show; null: none.
    [[nodiscard]] const std::shared_ptr<const EvaluationAnswer>& answer() const { return m_answer; }
    [[nodiscard]] const std::optional<Score>& score() const { return m_score; }
    [[nodiscard]] const QString& failure() const { return m_failure; }
    [[nodiscard]] qint64 samplesDone() const { return m_done; }
    [[nodiscard]] qint64 samplesTotal() const { return m_total; }

signals:
    void changed();
    void progressed();

private:
    void goOn();
    void take(const std::shared_ptr<const EvaluationAnswer>& answer);
    void fail(const QString& message);
    void settle(State state);

    Runner* m_runner;
    const DataFolder* m_folder;
    State m_state = State::Empty;
    eval::Metric m_metric = eval::Metric::Auto;
    std::shared_ptr<const EvaluationAnswer> m_answer;
    std::optional<Score> m_score;
    QString m_failure;
    qint64 m_done = 0;
    qint64 m_total = 0;
    EvaluateJob m_job;
};

}  // namespace thimble::ui
