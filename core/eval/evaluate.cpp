#include "core/eval/evaluate.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <numeric>
#include <thread>
#include <utility>

namespace thimble::eval {

namespace {

/// What the threads share. Each sample's place is written by the one thread that took it.
class Work {
public:
    Work(const Task& task, std::vector<std::size_t> chosen, const EvaluateControl& control)
        : m_task(task),
          m_control(control),
          m_chosen(std::move(chosen)),
          m_results(m_chosen.size()),
          m_errors(m_chosen.size()),
          m_firstError(m_chosen.size()) {}

    void run(interp::Frame& frame, bool tells) {
        const auto total = static_cast<std::int64_t>(m_chosen.size());
        while (!m_control.stop.stop_requested()) {
            const std::size_t i = m_next++;
            // Samples are taken in order: all before a failed one have been taken and will be
            // finished, so the first error does not depend on who is faster.
            if (i >= m_firstError.load()) break;
            auto result = scoreSample(m_task, m_chosen[i], frame, m_control.stop);
            if (!result) {
                noteError(i, std::move(result).error());
                break;
            }
            if (!*result) break;
            m_results[i] = *result;
            const std::int64_t done = ++m_done;
            if (tells && m_control.progress) m_control.progress(done, total);
        }
    }

    /// The thread cannot go on, and neither should the others.
    void abandon(std::exception_ptr exception) {
        m_firstError = 0;
        const std::lock_guard lock(m_mutex);
        m_exception = std::move(exception);
    }

    /// When all threads have ended.
    [[nodiscard]] Result<std::vector<SampleResult>> results() {
        if (m_exception) std::rethrow_exception(m_exception);
        for (std::optional<Error>& error : m_errors)
            if (error) return tl::unexpected<Error>(std::move(*error));
        std::vector<SampleResult> done;
        for (const std::optional<SampleResult>& result : m_results)
            if (result) done.push_back(*result);
        return done;
    }

private:
    void noteError(std::size_t i, Error error) {
        m_errors[i] = std::move(error);
        std::size_t first = m_firstError.load();
        while (i < first && !m_firstError.compare_exchange_weak(first, i)) {
        }
    }

    const Task& m_task;
    const EvaluateControl& m_control;
    std::vector<std::size_t> m_chosen;
    std::vector<std::optional<SampleResult>> m_results;
    std::vector<std::optional<Error>> m_errors;
    std::atomic<std::size_t> m_next = 0;
    std::atomic<std::size_t> m_firstError;
    std::atomic<std::int64_t> m_done = 0;
    std::mutex m_mutex;
    std::exception_ptr m_exception;
};

/// `limit` of `count` positions, evenly spread.
std::vector<std::size_t> spread(std::size_t count, std::size_t limit) {
    std::vector<std::size_t> chosen(std::min(count, limit));
    for (std::size_t i = 0; i < chosen.size(); ++i) chosen[i] = i * count / chosen.size();
    return chosen;
}

std::size_t threadCount(unsigned asked, std::size_t samples) {
    constexpr std::size_t kMost = 256;
    const std::size_t wanted = asked != 0 ? asked : std::thread::hardware_concurrency();
    return std::clamp<std::size_t>(wanted, 1, std::clamp<std::size_t>(samples, 1, kMost));
}

Result<void> checkBothClasses(const data::Dataset& dataset,
                              const std::vector<std::size_t>& chosen) {
    const auto has = [&](std::int32_t label) {
        return std::ranges::any_of(
            chosen, [&](std::size_t i) { return dataset.samples[i].label == label; });
    };
    if (has(0) && has(1)) return {};
    return fail(ErrorCode::InvalidArgument, "auc needs samples of both classes");
}

void runAll(Work& work, const Task& task, std::size_t threads) {
    std::vector<interp::Frame> frames;
    frames.reserve(threads);
    for (std::size_t i = 0; i < threads; ++i) frames.emplace_back(task.program);
    const auto guarded = [&work](interp::Frame& frame, bool tells) {
        try {
            work.run(frame, tells);
        } catch (...) {
            work.abandon(std::current_exception());
        }
    };
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < threads; ++i)
        others.emplace_back([&guarded, &frame = frames[i]] { guarded(frame, false); });
    guarded(frames[0], true);
}

void addScore(Evaluation& evaluation) {
    std::vector<SampleResult>& samples = evaluation.samples;
    if (samples.empty()) return;
    const auto count = static_cast<double>(samples.size());
    if (evaluation.metric == Metric::Top1) {
        evaluation.score = static_cast<double>(evaluation.confusion->correct()) / count;
    } else if (evaluation.metric == Metric::Mse) {
        double sum = 0;
        for (const SampleResult& sample : samples) sum += sample.value;
        evaluation.score = sum / count;
    } else {
        std::vector<ScoredSample> scored;
        scored.reserve(samples.size());
        for (const SampleResult& sample : samples)
            scored.push_back({sample.value, sample.label == 1});
        evaluation.score = areaUnderCurve(scored);
        const std::vector<double> margins = rankMargins(scored);
        for (std::size_t i = 0; i < margins.size(); ++i) samples[i].margin = margins[i];
    }
}

std::vector<std::size_t> worstOf(const std::vector<SampleResult>& samples, std::size_t count) {
    std::vector<std::size_t> order(samples.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return samples[i].margin; });
    order.resize(std::min(order.size(), count));
    return order;
}

}  // namespace

Result<Evaluation> evaluate(const std::shared_ptr<const interp::Program>& program,
                            const data::Dataset& dataset, const EvaluateOptions& options,
                            const EvaluateControl& control) {
    THIMBLE_TRY(const Task task, makeTask(program, dataset, options.metric, options.reading));
    const std::vector<std::size_t> chosen = spread(dataset.samples.size(), options.limit);
    if (task.metric == Metric::Auc) THIMBLE_CHECK(checkBothClasses(dataset, chosen));

    Work work(task, chosen, control);
    runAll(work, task, threadCount(options.threads, chosen.size()));
    Evaluation evaluation{
        .metric = task.metric, .isAutoencoder = task.isAutoencoder, .total = chosen.size()};
    THIMBLE_TRY(evaluation.samples, work.results());
    evaluation.cancelled = evaluation.samples.size() < evaluation.total;
    if (task.classes) {
        evaluation.confusion.emplace(*task.classes);
        for (const SampleResult& sample : evaluation.samples)
            evaluation.confusion->add(static_cast<std::size_t>(sample.label),
                                      static_cast<std::size_t>(sample.answer));
    }
    addScore(evaluation);
    evaluation.worst = worstOf(evaluation.samples, options.worst);
    return evaluation;
}

}  // namespace thimble::eval
