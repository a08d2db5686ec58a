#include "ui/jobs/latest_work.h"

namespace thimble::ui {

LatestWork::~LatestWork() {
    drop();
    m_thread.request_stop();
    if (m_thread.joinable()) m_thread.join();
}

void LatestWork::start(Work work) {
    stop();
    m_stop = std::stop_source();
    {
        const std::scoped_lock lock(m_mutex);
        m_waiting.emplace(std::move(work), m_stop.get_token());
    }
    if (!m_thread.joinable())
        m_thread = std::jthread([this](const std::stop_token& end) { run(end); });
    m_wake.notify_one();
}

void LatestWork::stop() { m_stop.request_stop(); }

void LatestWork::drop() {
    stop();
    const std::scoped_lock lock(m_mutex);
    m_waiting.reset();
}

void LatestWork::run(const std::stop_token& end) {
    std::unique_lock lock(m_mutex);
    while (m_wake.wait(lock, end, [this] { return m_waiting.has_value(); })) {
        if (end.stop_requested()) return;
        const auto [work, stop] = *std::exchange(m_waiting, std::nullopt);
        lock.unlock();
        work(stop);
        lock.lock();
    }
}

}  // namespace thimble::ui
