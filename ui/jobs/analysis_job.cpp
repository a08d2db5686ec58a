#include "ui/jobs/analysis_job.h"

#include <exception>
#include <utility>

namespace thimble::ui {

namespace {

Result<Analysis> analyseModel(std::shared_ptr<const LoadedModel> model,
                              const tflm::TargetInfo& target) {
    THIMBLE_TRY(std::shared_ptr<const Report> report, thimble::analyse(*model, target));
    return Analysis{std::move(model), std::move(report)};
}

/// Running out of memory inside a run ends that run, not the program.
Result<Analysis> runGuarded(const std::function<Result<Analysis>()>& work) {
    try {
        return work();
    } catch (const std::exception& error) {
        return fail(ErrorCode::Unsupported, error.what());
    }
}

}  // namespace

AnalysisJob::AnalysisJob(QObject* parent) : QObject(parent) {
    m_busyTimer.setSingleShot(true);
    m_busyTimer.setInterval(kBusyAfterMs);
    connect(&m_busyTimer, &QTimer::timeout, this, [this] { setBusy(true); });
}

AnalysisJob::~AnalysisJob() {
    // Joined here, while this object can still take the calls that the thread queues.
    m_thread.request_stop();
    if (m_thread.joinable()) m_thread.join();
}

void AnalysisJob::load(const std::filesystem::path& path, const tflm::TargetInfo& target) {
    start([path, target]() -> Result<Analysis> {
        THIMBLE_TRY(std::shared_ptr<const LoadedModel> model, loadModel(path));
        return analyseModel(std::move(model), target);
    });
}

void AnalysisJob::analyse(std::shared_ptr<const LoadedModel> model,
                          const tflm::TargetInfo& target) {
    start([model = std::move(model), target] { return analyseModel(model, target); });
}

void AnalysisJob::cancel() {
    ++m_revision;
    {
        const std::scoped_lock lock(m_mutex);
        m_waiting.reset();
    }
    settle();
}

void AnalysisJob::start(Work work) {
    m_running = true;
    m_busyTimer.start();
    {
        const std::scoped_lock lock(m_mutex);
        m_waiting.emplace(++m_revision, std::move(work));
    }
    if (!m_thread.joinable())
        m_thread = std::jthread([this](const std::stop_token& stop) { runRequests(stop); });
    m_wake.notify_one();
}

void AnalysisJob::runRequests(const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    while (m_wake.wait(lock, stop, [this] { return m_waiting.has_value(); })) {
        if (stop.stop_requested()) return;
        const auto [revision, work] = *std::exchange(m_waiting, std::nullopt);
        lock.unlock();
        Result<Analysis> result = runGuarded(work);
        QMetaObject::invokeMethod(
            this,
            [this, revision = revision, result = std::move(result)] { deliver(revision, result); },
            Qt::QueuedConnection);
        lock.lock();
    }
}

void AnalysisJob::deliver(std::uint64_t revision, const Result<Analysis>& result) {
    if (revision != m_revision) return;
    settle();
    if (result)
        emit finished(*result);
    else
        emit failed(QString::fromStdString(result.error().message));
}

void AnalysisJob::settle() {
    m_running = false;
    m_busyTimer.stop();
    setBusy(false);
}

void AnalysisJob::setBusy(bool busy) {
    if (busy == m_busy) return;
    m_busy = busy;
    emit busyChanged(busy);
}

}  // namespace thimble::ui
