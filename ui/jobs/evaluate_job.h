#pragma once

#include <QObject>
#include <cstdint>
#include <memory>

#include "core/eval/evaluate.h"
#include "ui/jobs/latest_work.h"

namespace thimble::ui {

/// An evaluation with what it was asked about.
struct EvaluationAnswer {
    std::shared_ptr<const data::Dataset> dataset;
    eval::Evaluation evaluation;
    double seconds = 0;  ///< from the question to the answer
};

/// Evaluates a model on a data set, on threads of its own. The last question wins.
class EvaluateJob final : public QObject {
    Q_OBJECT

public:
    explicit EvaluateJob(QObject* parent = nullptr);

    void evaluate(std::shared_ptr<const interp::Program> program,
                  std::shared_ptr<const data::Dataset> dataset, eval::Metric metric);
    /// What is done so far becomes the answer.
    void finishEarly() { m_work.stop(); }
    /// No answer is wanted any more.
    void cancel();

    static constexpr int kProgressMs = 100;     ///< between two reports of progress
    static constexpr std::size_t kWorst = 100;  ///< samples listed

signals:
    void progressed(qint64 done, qint64 total);
    void finished(const std::shared_ptr<const thimble::ui::EvaluationAnswer>& answer);
    void failed(const QString& message);

private:
    /// Called on the evaluating thread.
    [[nodiscard]] eval::EvaluateControl controlOf(std::uint64_t revision,
                                                  const std::stop_token& stop);

    std::uint64_t m_revision = 0;  ///< of the last question
    LatestWork m_work;             ///< the last member: see AnalysisJob
};

}  // namespace thimble::ui
