#include "ui/jobs/analysis_job.h"

#include <utility>

#include "ui/jobs/guarded.h"

namespace thimble::ui {

namespace {

Result<Analysis> analyseModel(std::shared_ptr<const LoadedModel> model,
                              const tflm::TargetInfo& target) {
    THIMBLE_TRY(std::shared_ptr<const Report> report, thimble::analyse(*model, target));
    return Analysis{std::move(model), std::move(report)};
}

}  // namespace

AnalysisJob::AnalysisJob(QObject* parent) : QObject(parent) {
    m_busyTimer.setSingleShot(true);
    m_busyTimer.setInterval(kBusyAfterMs);
    connect(&m_busyTimer, &QTimer::timeout, this, [this] { setBusy(true); });
}

void AnalysisJob::load(const std::filesystem::path& path, const tflm::TargetInfo& target) {
    start([path, target]() -> Result<Analysis> {
        // Reading from a pipe may wait for ever.
        std::error_code missing;  // then reading says what is wrong
        if (std::filesystem::exists(path, missing) &&
            !std::filesystem::is_regular_file(path, missing) &&
            !std::filesystem::is_directory(path, missing))
            return fail(ErrorCode::Io, path.string() + ": is not a regular file");
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
    m_work.drop();
    settle();
}

void AnalysisJob::start(Work work) {
    m_running = true;
    m_busyTimer.start();
    m_work.start([this, revision = ++m_revision, work = std::move(work)](const std::stop_token&) {
        QMetaObject::invokeMethod(
            this, [this, revision, result = runGuarded(work)] { deliver(revision, result); },
            Qt::QueuedConnection);
    });
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
