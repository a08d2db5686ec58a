#pragma once

#include <array>
#include <cstdint>
#include <unordered_set>
#include <vector>

#include "core/base/units.h"
#include "core/schedule/run_state.h"
#include "core/schedule/search_graph.h"

namespace thimble {

/// Operators, and the most bytes that any of their steps may take.
struct BoundedGraph {
    SearchGraph graph;
    Bytes budgetBytes = 0;
};

/// The operators that have run so far, in two graphs that have the same operators but count bytes
/// in their own ways, each within its budget.
class BoundedRun {
public:
    /// Both graphs outlive the run.
    BoundedRun(const BoundedGraph& first, const BoundedGraph& second)
        : m_graphs{&first, &second}, m_states{RunState(first.graph), RunState(second.graph)} {}

    [[nodiscard]] const RunState& first() const { return m_states[0]; }
    [[nodiscard]] std::size_t steps() const { return m_states[0].steps().size(); }
    [[nodiscard]] bool complete() const { return m_states[0].complete(); }
    void run(std::int32_t op);
    void undoTo(std::size_t steps);

    /// What may run next, ascending. An operator that needs nothing new is the only one: whatever
    /// it ends is alive no longer than in any other order, and nothing else changes.
    [[nodiscard]] std::vector<std::int32_t> choices() const;

    /// Can all operators run, whatever lies where? Depth first; takes the nodes that it needs off
    /// `nodes`, and where there are none left it hopes so.
    [[nodiscard]] bool canFinish(std::int64_t& nodes);

    /// A hash of the set of operators; 128 bits, so that no search ever takes two for one.
    struct Key {
        std::uint64_t low = 0;
        std::uint64_t high = 0;
        friend bool operator==(const Key&, const Key&) = default;
        void add(std::uint64_t value);
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const { return key.low; }
    };
    using KeySet = std::unordered_set<Key, KeyHash>;
    [[nodiscard]] Key key() const;

private:
    std::array<const BoundedGraph*, 2> m_graphs;
    std::array<RunState, 2> m_states;
    KeySet m_dead;  ///< sets of operators after which the others cannot all run
    KeySet m_alive;
};

}  // namespace thimble
