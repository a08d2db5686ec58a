#include "ui/jobs/plan_job.h"

#include <chrono>
#include <utility>

#include "ui/jobs/guarded.h"

namespace thimble::ui {

PlanJob::PlanJob(QObject* parent) : QObject(parent) {}

void PlanJob::plan(std::shared_ptr<const LoadedModel> model, std::shared_ptr<const Report> report,
                   const PlanOptions& options) {
    m_running = true;
    m_work.start([this, revision = ++m_revision, model = std::move(model),
                  report = std::move(report), options](const std::stop_token& stop) {
        Answer answer = runGuarded(
            [&] { return planModel(model, report, options, controlOf(revision, stop)); });
        QMetaObject::invokeMethod(
            this, [this, revision, answer = std::move(answer)] { deliver(revision, answer); },
            Qt::QueuedConnection);
    });
}

void PlanJob::cancel() {
    ++m_revision;
    m_work.drop();
    m_running = false;
}

SearchControl PlanJob::controlOf(std::uint64_t revision, const std::stop_token& stop) {
    using Clock = std::chrono::steady_clock;
    const auto tell = [this, revision,
                       last = Clock::now()](const SearchProgress& progress) mutable {
        const auto now = Clock::now();
        if (now - last < std::chrono::milliseconds(kProgressMs)) return;
        last = now;
        QMetaObject::invokeMethod(
            this,
            [this, revision, progress] {
                if (revision == m_revision) emit progressed(progress);
            },
            Qt::QueuedConnection);
    };
    return {stop, tell};
}

void PlanJob::deliver(std::uint64_t revision, const Answer& answer) {
    if (revision != m_revision) return;
    m_running = false;
    if (answer)
        emit finished(*answer);
    else
        emit failed(QString::fromStdString(answer.error().message));
}

}  // namespace thimble::ui
