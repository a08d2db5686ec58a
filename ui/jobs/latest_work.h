#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

namespace thimble::ui {

/// A thread that does one piece of work at a time. New work replaces what waits and asks what runs
/// to stop. What a job on a worker thread is made of: it answers through the event loop.
class LatestWork {
public:
    using Work = std::function<void(const std::stop_token&)>;

    LatestWork() = default;
    ~LatestWork();  ///< asks what runs to stop and waits for it
    LatestWork(const LatestWork&) = delete;
    LatestWork& operator=(const LatestWork&) = delete;
    LatestWork(LatestWork&&) = delete;
    LatestWork& operator=(LatestWork&&) = delete;

    void start(Work work);
    /// Asks the work that was started last to come to an end; it is done all the same.
    void stop();
    /// The same, and what has not begun never will.
    void drop();

private:
    void run(const std::stop_token& end);

    std::stop_source m_stop{std::nostopstate};  ///< of the work that was started last

    // Shared with the thread.
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::optional<std::pair<Work, std::stop_token>> m_waiting;
    std::jthread m_thread;  ///< the last member: it stops before the others go
};

}  // namespace thimble::ui
