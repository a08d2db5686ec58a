#pragma once

#include <QObject>
#include <QTimer>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

#include "core/base/result.h"
#include "core/pipeline/analyse.h"
#include "ui/jobs/latest_work.h"

namespace thimble::ui {

/// What a run of the core ends with.
struct Analysis {
    std::shared_ptr<const LoadedModel> model;
    std::shared_ptr<const Report> report;
};

/// Runs the core on a thread of its own. A new request replaces the one that waits; the answer to
/// an older one is dropped, so the last request always wins.
class AnalysisJob final : public QObject {
    Q_OBJECT

public:
    explicit AnalysisJob(QObject* parent = nullptr);

    /// Reads the file and analyses it.
    void load(const std::filesystem::path& path, const tflm::TargetInfo& target);
    /// Analyses a model that is read already.
    void analyse(std::shared_ptr<const LoadedModel> model, const tflm::TargetInfo& target);

    /// The answer to what was asked is not wanted any more.
    void cancel();

    /// True from a request to its answer.
    [[nodiscard]] bool isRunning() const { return m_running; }
    /// True when a request takes longer than a person should wait without a sign.
    [[nodiscard]] bool isBusy() const { return m_busy; }

    static constexpr int kBusyAfterMs = 500;

signals:
    void finished(const thimble::ui::Analysis& analysis);
    void failed(const QString& message);  ///< names the file and the reason
    void busyChanged(bool busy);

private:
    using Work = std::function<Result<Analysis>()>;

    void start(Work work);
    void deliver(std::uint64_t revision, const Result<Analysis>& result);
    void settle();
    void setBusy(bool busy);

    bool m_running = false;
    bool m_busy = false;
    QTimer m_busyTimer;
    std::uint64_t m_revision = 0;  ///< of the last request

    /// The last member: it waits for a run that is under way while this object can still take the
    /// call that the run queues.
    LatestWork m_work;
};

}  // namespace thimble::ui
