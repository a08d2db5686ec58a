#include "ui/jobs/evaluate_job.h"

#include <chrono>
#include <utility>

#include "ui/jobs/guarded.h"

namespace thimble::ui {

using Clock = std::chrono::steady_clock;

EvaluateJob::EvaluateJob(QObject* parent) : QObject(parent) {}

void EvaluateJob::evaluate(std::shared_ptr<const interp::Program> program,
                           std::shared_ptr<const data::Dataset> dataset, eval::Metric metric) {
    m_work.start([this, revision = ++m_revision, program = std::move(program),
                  dataset = std::move(dataset), metric](const std::stop_token& stop) {
        const auto start = Clock::now();
        const auto done = runGuarded([&] {
            return eval::evaluate(program, *dataset, {.metric = metric, .worst = kWorst},
                                  controlOf(revision, stop));
        });
        const std::chrono::duration<double> seconds = Clock::now() - start;
        std::shared_ptr<const EvaluationAnswer> answer;
        if (done)
            answer = std::make_shared<const EvaluationAnswer>(
                EvaluationAnswer{dataset, *done, seconds.count()});
        const QString problem = done ? QString() : QString::fromStdString(done.error().message);
        QMetaObject::invokeMethod(
            this,
            [this, revision, answer, problem] {
                if (revision != m_revision) return;
                if (answer)
                    emit finished(answer);
                else
                    emit failed(problem);
            },
            Qt::QueuedConnection);
    });
}

void EvaluateJob::cancel() {
    ++m_revision;
    m_work.drop();
}

eval::EvaluateControl EvaluateJob::controlOf(std::uint64_t revision, const std::stop_token& stop) {
    const auto tell = [this, revision, last = Clock::now()](std::int64_t done,
                                                            std::int64_t total) mutable {
        const auto now = Clock::now();
        if (now - last < std::chrono::milliseconds(kProgressMs)) return;
        last = now;
        QMetaObject::invokeMethod(
            this,
            [this, revision, done, total] {
                if (revision == m_revision) emit progressed(done, total);
            },
            Qt::QueuedConnection);
    };
    return {stop, tell};
}

}  // namespace thimble::ui
