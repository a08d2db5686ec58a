#pragma once

#include <QObject>
#include <cstdint>
#include <memory>

#include "core/eval/traced_run.h"
#include "core/pipeline/analyse.h"
#include "ui/jobs/latest_work.h"

namespace thimble::ui {

/// Prepares a model and runs it, on a thread of its own. The last question wins: it stops the run
/// of an older one, whose answer is dropped.
class RunJob final : public QObject {
    Q_OBJECT

public:
    explicit RunJob(QObject* parent = nullptr);

    void prepare(std::shared_ptr<const LoadedModel> model);
    void run(std::shared_ptr<const interp::Program> program, const eval::RunInput& input);
    /// No answer is wanted any more.
    void cancel();

signals:
    void prepared(const std::shared_ptr<const thimble::interp::Program>& program);
    void notPrepared(const QString& message);
    void finished(const std::shared_ptr<const thimble::eval::TracedRun>& run);
    void failed(const QString& message);

private:
    /// Calls `deliver` on this object's thread, unless another question has been asked.
    template <typename Deliver>
    void answer(std::uint64_t revision, Deliver deliver);

    std::uint64_t m_revision = 0;  ///< of the last question
    LatestWork m_work;             ///< the last member: see AnalysisJob
};

}  // namespace thimble::ui
