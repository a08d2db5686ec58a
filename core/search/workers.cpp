#include "core/search/workers.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <new>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

namespace thimble::search {

namespace {

class ThreadWorkers final : public Workers {
public:
    ThreadWorkers(std::size_t threads, Work work) : m_work(std::move(work)) {
        for (std::size_t i = 0; i < threads; ++i)
            m_threads.emplace_back([this](const std::stop_token& end) { loop(end); });
    }
    ~ThreadWorkers() override {
        for (std::jthread& thread : m_threads) thread.request_stop();
        m_changed.notify_all();
        m_threads.clear();
    }
    ThreadWorkers(const ThreadWorkers&) = delete;
    ThreadWorkers& operator=(const ThreadWorkers&) = delete;
    ThreadWorkers(ThreadWorkers&&) = delete;
    ThreadWorkers& operator=(ThreadWorkers&&) = delete;

    [[nodiscard]] std::size_t count() const override { return m_threads.size(); }

    void begin(const Task& task) override {
        const std::lock_guard lock(m_mutex);
        m_tasks.push_back(task);
        m_changed.notify_all();
    }

    [[nodiscard]] Answer next() override {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return !m_answers.empty(); });
        Answer answer = std::move(m_answers.front());
        m_answers.pop_front();
        return answer;
    }

private:
    void loop(const std::stop_token& end) {
        while (true) {
            Task task;
            {
                std::unique_lock lock(m_mutex);
                m_changed.wait(lock, end, [this] { return !m_tasks.empty(); });
                if (end.stop_requested()) return;
                task = std::move(m_tasks.front());
                m_tasks.pop_front();
            }
            Answer answer = answerTo(task, m_work);
            const std::lock_guard lock(m_mutex);
            m_answers.push_back(std::move(answer));
            m_changed.notify_all();
        }
    }

    Work m_work;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<Task> m_tasks;
    std::deque<Answer> m_answers;
    std::vector<std::jthread> m_threads;
};

}  // namespace

Answer answerTo(const Task& task, const Work& work) {
    Answer answer{.kind = task.kind, .number = task.number, .outcome = std::nullopt};
    try {
        answer.outcome = work(task);
    } catch (const std::bad_alloc&) {
        answer.outcome = fail(ErrorCode::Io, "out of memory");
    } catch (const std::exception& error) {
        answer.outcome = fail(ErrorCode::Unsupported, error.what());
    }
    return answer;
}

std::unique_ptr<Workers> threadWorkers(unsigned threads, Work work) {
    constexpr unsigned kMost = 1024;
    const unsigned count = threads != 0 ? threads : std::thread::hardware_concurrency();
    return std::make_unique<ThreadWorkers>(std::clamp(count, 1U, kMost), std::move(work));
}

}  // namespace thimble::search
