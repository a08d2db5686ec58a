#pragma once

#include <cstdint>
#include <limits>
#include <stop_token>
#include <vector>

#include "core/base/units.h"
#include "core/schedule/run_state.h"
#include "core/schedule/search_graph.h"
#include "core/schedule/set_table.h"

namespace thimble {

/// Is there an order in which no step has more than `budget` bytes alive? A depth-first search over
/// the sets of operators that have run, which can be interrupted and taken up again.
///
/// Key insight: with a budget, going down is never wrong. If from a set T one can reach a set U
/// within the budget, no more bytes are alive after U than after T, and no set between the two has
/// fewer, then whatever can still be completed from T can be completed from U: bytes alive are
/// submodular, so every later step costs no more with U's operators done. All other ways on from
/// T are dropped. What remains to be tried is where every way leads up, and sets known to fail
/// are remembered.
///   cost     exponential in the number of branches that must be held open side by side; memory: a
///            bit per operator for each set that failed
///   source   sets as states: arXiv 1910.05110; going down early: J. W. H. Liu, "An application of
///            generalized tree pebbling to sparse matrix factorization", SIAM J. Alg. Disc. Meth.
///            8, 1987, for trees, here for any graph
class BudgetSearch {
public:
    enum class Answer { Found, Impossible, Open };

    /// Of equally promising operators the one with the lower rank is tried first.
    BudgetSearch(const SearchGraph& graph, Bytes budget, std::vector<std::int32_t> rank);

    /// Visits up to `nodes` more sets.
    Answer run(std::int64_t nodes, const std::stop_token& stop);

    /// The order found.
    [[nodiscard]] const std::vector<std::int32_t>& order() const { return m_state.steps(); }
    /// When impossible: nor is it with any budget below this.
    [[nodiscard]] Bytes nextBudget() const { return m_nextBudget; }
    [[nodiscard]] std::int64_t nodes() const { return m_nodes; }
    [[nodiscard]] std::size_t memoryBytes() const { return m_failed.memoryBytes(); }

private:
    /// A set with several ways on.
    struct Branch {
        std::size_t steps = 0;  ///< that lead to it
        Bytes alive = 0;
        std::size_t firstCandidate = 0;
        std::size_t nextCandidate = 0;
        std::size_t lastCandidate = 0;
        bool committed = false;  ///< what was tried last stands for all ways
    };

    void runDownhill();
    void commit();
    void branchOut();
    bool backtrack();
    void dropBranchesAbove(std::size_t count);

    const SearchGraph* m_graph;
    Bytes m_budget;
    std::vector<std::int32_t> m_rank;
    RunState m_state;
    SetTable m_failed;
    std::vector<std::int32_t> m_candidates;  ///< of all branches, one after another
    std::vector<Branch> m_branches;          ///< the way to here
    std::vector<std::size_t> m_open;         ///< those of m_branches that are not committed
    Bytes m_nextBudget = std::numeric_limits<Bytes>::max();
    std::int64_t m_nodes = 0;
    bool m_fresh = true;  ///< the current set has not been looked at
    bool m_impossible = false;
};

}  // namespace thimble
