#include "core/schedule/budget_search.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "core/schedule/lightest_between.h"

namespace thimble {

namespace {

/// Longer ways down are followed, too, but not committed to: to ask whether all of their steps were
/// of use would cost more than it gives.
constexpr std::size_t kLongestCommitment = 512;

std::size_t at(std::int32_t position) { return static_cast<std::size_t>(position); }

/// Without branches there is nothing between the first step and the last but the steps themselves.
bool isChain(const SearchGraph& graph, std::span<const std::int32_t> steps) {
    for (std::size_t i = 1; i < steps.size(); ++i)
        if (!std::ranges::binary_search(graph.operators[at(steps[i])].before, steps[i - 1]))
            return false;
    return true;
}

}  // namespace

BudgetSearch::BudgetSearch(const SearchGraph& graph, Bytes budget, std::vector<std::int32_t> rank)
    : m_graph(&graph),
      m_budget(budget),
      m_rank(std::move(rank)),
      m_state(graph),
      m_failed(m_state.set().size()) {}

BudgetSearch::Answer BudgetSearch::run(std::int64_t nodes, const std::stop_token& stop) {
    if (m_impossible) return Answer::Impossible;
    for (const std::int64_t last = m_nodes + nodes;;) {
        if (m_fresh) {
            if (m_nodes >= last || stop.stop_requested()) return Answer::Open;
            ++m_nodes;
            m_fresh = false;
            runDownhill();
            if (m_state.complete()) return Answer::Found;
            commit();
            if (m_state.complete()) return Answer::Found;
            if (!m_failed.contains(m_state.set(), m_state.hash())) branchOut();
        }
        if (!backtrack()) {
            m_impossible = true;
            return Answer::Impossible;
        }
    }
}

/// One operator that fits and leaves no more bytes alive than before: the simplest way down.
void BudgetSearch::runDownhill() {
    for (;;) {
        const std::int32_t* best = nullptr;
        for (const std::int32_t& op : m_state.ready()) {
            const StepCost cost = m_state.cost(op);
            if (cost.during <= m_budget && cost.after <= m_state.alive() &&
                (!best || m_rank[at(op)] < m_rank[at(*best)]))
                best = &op;
        }
        if (!best) return;
        m_state.run(*best);
    }
}

/// Where the steps since some branch lead to no more bytes than it had, that branch needs no other.
void BudgetSearch::commit() {
    for (;;) {
        std::size_t lowest = m_open.size();
        const auto isHigherAndNear = [&](const Branch& branch) {
            return branch.alive >= m_state.alive() &&
                   m_state.steps().size() - branch.steps <= kLongestCommitment;
        };
        while (lowest > 0 && isHigherAndNear(m_branches[m_open[lowest - 1]])) --lowest;
        if (lowest == m_open.size()) return;
        const std::size_t branch = m_open[lowest];
        const std::size_t start = m_branches[branch].steps;
        const auto steps = std::span(m_state.steps()).subspan(start);
        for (std::size_t i = lowest; i < m_open.size(); ++i) m_branches[m_open[i]].committed = true;
        m_open.resize(lowest);
        if (isChain(*m_graph, steps)) return;
        const std::vector<std::int32_t> lightest = lightestBetween(*m_graph, m_state, steps.size());
        if (lightest.size() == steps.size()) return;
        // Some steps on the way were of no use; a set without them has fewer bytes alive. They
        // fit within the budget without the others, too.
        dropBranchesAbove(branch + 1);
        m_state.undoTo(start);
        for (const std::int32_t op : lightest) m_state.run(op);
        runDownhill();
        if (m_state.complete()) return;
    }
}

/// All operators that can run and fit, the most promising first.
void BudgetSearch::branchOut() {
    Branch branch;
    branch.steps = m_state.steps().size();
    branch.alive = m_state.alive();
    branch.firstCandidate = branch.nextCandidate = m_candidates.size();
    std::vector<std::tuple<Bytes, Bytes, std::int32_t, std::int32_t>> ways;
    for (const std::int32_t op : m_state.ready()) {
        const StepCost cost = m_state.cost(op);
        if (cost.during <= m_budget)
            ways.emplace_back(cost.after, cost.during, m_rank[at(op)], op);
        else
            m_nextBudget = std::min(m_nextBudget, cost.during);
    }
    std::ranges::sort(ways);
    for (const auto& way : ways) m_candidates.push_back(std::get<3>(way));
    branch.lastCandidate = m_candidates.size();
    m_open.push_back(m_branches.size());
    m_branches.push_back(branch);
}

/// Takes the next way that is left, the last branch first; false when there is none.
bool BudgetSearch::backtrack() {
    while (!m_branches.empty()) {
        Branch& branch = m_branches.back();
        m_state.undoTo(branch.steps);
        if (!branch.committed && branch.nextCandidate < branch.lastCandidate) {
            m_state.run(m_candidates[branch.nextCandidate++]);
            return m_fresh = true;
        }
        m_failed.insert(m_state.set(), m_state.hash());
        dropBranchesAbove(m_branches.size() - 1);
    }
    return false;
}

void BudgetSearch::dropBranchesAbove(std::size_t count) {
    if (count >= m_branches.size()) return;
    m_candidates.resize(m_branches[count].firstCandidate);
    m_branches.resize(count);
    while (!m_open.empty() && m_open.back() >= count) m_open.pop_back();
}

}  // namespace thimble
