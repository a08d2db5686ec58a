#include "core/search/run_search.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/search/front.h"

namespace thimble::search {

namespace {

class Run {
public:
    Run(Algorithm& algorithm, const Scale& scale, const RunLimits& limits, Workers& workers,
        Memory& memory, const Control& control)
        : m_algorithm(algorithm),
          m_scale(scale),
          m_limits(limits),
          m_workers(workers),
          m_memory(memory),
          m_control(control) {
        m_state.total = limits.evaluations;
        m_state.evaluations = &m_answer.evaluations;
    }

    Result<SearchAnswer> run() {
        evaluateAll();
        drain();
        if (m_error) return tl::unexpected<Error>(*m_error);
        collect();
        chooseFinalists();
        m_state.toTest = static_cast<std::int64_t>(m_finalists.size());
        tell();
        testAll();
        drain();
        if (m_error) return tl::unexpected<Error>(*m_error);
        m_answer.front = front();
        m_answer.known = m_state.known;
        m_answer.discarded = m_state.discarded;
        if (m_isStopped) m_answer.reason = EndReason::Cancelled;
        return std::move(m_answer);
    }

private:
    [[nodiscard]] bool shouldEnd() {
        m_isStopped = m_isStopped || m_control.stop.stop_requested();
        return m_isStopped || m_error;
    }

    void evaluateAll() {
        for (std::int64_t index = 0; index < m_limits.evaluations && !shouldEnd(); ++index) {
            // Exactly what the proposal may depend on.
            const std::int64_t needed = m_algorithm.needs(index);
            while (m_learned < needed && !shouldEnd()) {
                if (const auto ready = m_done.find(m_learned); ready != m_done.end()) {
                    m_algorithm.learn(ready->second);
                    ++m_learned;
                } else {
                    takeOne();
                }
            }
            while (m_busy == m_workers.count() && !shouldEnd()) takeOne();
            if (shouldEnd()) return;
            if (std::optional<Record> record = m_memory.recordOf(index)) {
                m_algorithm.adopt(record->proposal.genome);
                m_state.discarded += record->proposal.discarded;
                ++m_state.known;
                finish(index, std::move(record->proposal), std::move(record->outcome));
                continue;
            }
            std::optional<Proposal> proposal = m_algorithm.propose(index);
            if (!proposal) {
                m_answer.reason = EndReason::Exhausted;
                m_state.total = index;
                return;
            }
            m_algorithm.adopt(proposal->genome);
            m_state.discarded += proposal->discarded;
            begin(index, *std::move(proposal));
        }
    }

    /// From what is known already, or by a worker.
    void begin(std::int64_t index, Proposal proposal) {
        Task task{.number = index, .genome = proposal.genome};
        task.score = m_memory.scoreOf(Task::Kind::Evaluate, proposal.genome);
        std::optional<Outcome> plan = m_memory.planOf(proposal.genome);
        if (plan && plan->fits()) plan->score = task.score;
        if (plan && (!plan->fits() || plan->score)) {
            ++m_state.known;
            keep(index, {proposal, *plan});
            finish(index, std::move(proposal), *std::move(plan));
            return;
        }
        m_proposals.emplace(index, std::move(proposal));
        m_workers.begin(task);
        ++m_busy;
    }

    void keep(std::int64_t index, const Record& record) {
        if (const auto kept = m_memory.keep(index, record); !kept) fails(index, kept.error());
    }

    void finish(std::int64_t index, Proposal proposal, Outcome outcome) {
        const auto [at, isNew] =
            m_done.emplace(index, Evaluated{index, std::move(proposal.genome), std::move(outcome)});
        collect();
        m_state.newest = &at->second;
        tell();
    }

    /// Those without a gap before them.
    void collect() {
        while (true) {
            const auto next = m_done.find(static_cast<std::int64_t>(m_answer.evaluations.size()));
            if (next == m_done.end()) break;
            m_answer.evaluations.push_back(next->second);
        }
        m_state.evaluated = static_cast<std::int64_t>(m_done.size());
    }

    void tell() {
        if (m_control.progress) m_control.progress(m_state);
    }

    void fails(std::int64_t number, const Error& error) {
        if (m_error && m_failed <= number) return;
        m_error = error;
        m_failed = number;
    }

    /// Waits for an answer, and takes it.
    void takeOne() {
        Answer answer = m_workers.next();
        --m_busy;
        if (!answer.outcome) {
            fails(answer.number, answer.outcome.error());
            return;
        }
        if (!*answer.outcome) {
            m_isStopped = true;
            return;
        }
        if (answer.kind == Task::Kind::Test) {
            takeTest(answer.number, (*answer.outcome)->score);
            return;
        }
        const auto found = m_proposals.find(answer.number);
        keep(answer.number, {found->second, **answer.outcome});
        finish(answer.number, std::move(found->second), **std::move(answer.outcome));
        m_proposals.erase(found);
    }

    void drain() {
        while (m_busy > 0) takeOne();
    }

    void chooseFinalists() {
        std::vector<bool> isChosen(m_answer.evaluations.size(), false);
        for (const Evaluated& one : finalistsOf(m_answer.evaluations, m_scale, m_limits.finalists))
            isChosen[static_cast<std::size_t>(one.index)] = true;
        for (const Evaluated& one : m_answer.evaluations) {
            const bool isStart =
                one.index < m_limits.started && one.outcome.fits() && one.outcome.score;
            if (isStart || isChosen[static_cast<std::size_t>(one.index)])
                m_finalists.push_back({one, std::nullopt});
        }
    }

    void testAll() {
        for (std::size_t p = 0; p < m_finalists.size() && !shouldEnd(); ++p) {
            FrontPoint& point = m_finalists[p];
            point.testScore = m_memory.scoreOf(Task::Kind::Test, point.evaluated.genome);
            if (point.testScore) {
                ++m_state.tested;
                continue;
            }
            while (m_busy == m_workers.count() && !shouldEnd()) takeOne();
            if (shouldEnd()) return;
            m_workers.begin({.kind = Task::Kind::Test,
                             .number = static_cast<std::int64_t>(p),
                             .genome = point.evaluated.genome});
            ++m_busy;
        }
    }

    void takeTest(std::int64_t number, const std::optional<double>& score) {
        FrontPoint& point = m_finalists[static_cast<std::size_t>(number)];
        point.testScore = score;
        ++m_state.tested;
        if (score)
            if (const auto kept = m_memory.keepTest(point.evaluated.genome, *score); !kept)
                fails(number, kept.error());
        tell();
    }

    [[nodiscard]] std::vector<FrontPoint> front() const {
        const bool areTested = std::ranges::all_of(
            m_finalists, [](const FrontPoint& point) { return point.testScore.has_value(); });
        std::vector<FrontPoint> front;
        if (!areTested) {
            for (Evaluated& one : frontOf(m_answer.evaluations, m_scale))
                front.push_back({std::move(one), std::nullopt});
            return front;
        }
        std::vector<Evaluated> tested;
        for (const FrontPoint& point : m_finalists) {
            tested.push_back(point.evaluated);
            tested.back().outcome.score = point.testScore;
        }
        for (const Evaluated& one : frontOf(tested, m_scale))
            front.push_back(*std::ranges::find_if(m_finalists, [&one](const FrontPoint& point) {
                return point.evaluated.index == one.index;
            }));
        return front;
    }

    Algorithm& m_algorithm;
    const Scale& m_scale;
    const RunLimits& m_limits;
    Workers& m_workers;
    Memory& m_memory;
    const Control& m_control;

    SearchAnswer m_answer;
    std::vector<FrontPoint> m_finalists;
    SearchState m_state;
    std::map<std::int64_t, Proposal> m_proposals;  ///< under way
    std::map<std::int64_t, Evaluated> m_done;
    std::int64_t m_learned = 0;
    std::size_t m_busy = 0;
    bool m_isStopped = false;
    std::optional<Error> m_error;
    std::int64_t m_failed = 0;  ///< whose error that is
};

}  // namespace

std::string_view endReasonName(EndReason reason) {
    switch (reason) {
        case EndReason::Limit: return "limit";
        case EndReason::Exhausted: return "exhausted";
        case EndReason::Cancelled: return "cancelled";
    }
    return "";
}

Result<SearchAnswer> runSearch(Algorithm& algorithm, const Scale& scale, const RunLimits& limits,
                               Workers& workers, Memory& memory, const Control& control) {
    return Run(algorithm, scale, limits, workers, memory, control).run();
}

}  // namespace thimble::search
