#pragma once

#include <cstdint>
#include <vector>

#include "core/base/units.h"
#include "core/schedule/search_graph.h"

namespace thimble {

/// What a step would cost: bytes alive while it runs and after it.
struct StepCost {
    Bytes during = 0;
    Bytes after = 0;
};

/// The operators of a graph that have run so far, one step forward or back at a time.
///   cost     a step: linear in the operator's tensors and successors
class RunState {
public:
    explicit RunState(const SearchGraph& graph);

    [[nodiscard]] Bytes alive() const { return m_alive; }
    [[nodiscard]] bool complete() const { return m_steps.size() == m_graph->operators.size(); }
    [[nodiscard]] const std::vector<std::int32_t>& steps() const { return m_steps; }
    /// Operators that can run now; in no particular order, but always in the same.
    [[nodiscard]] const std::vector<std::int32_t>& ready() const { return m_ready; }
    [[nodiscard]] StepCost cost(std::int32_t op) const;
    /// How many of the tensor's touchers have run.
    [[nodiscard]] std::int32_t touched(std::int32_t tensor) const {
        return m_touched[static_cast<std::size_t>(tensor)];
    }

    /// The set of operators that have run, a bit each, and a hash of it.
    [[nodiscard]] const std::vector<std::uint64_t>& set() const { return m_set; }
    [[nodiscard]] std::uint64_t hash() const { return m_hash; }

    void run(std::int32_t op);
    void undoLast();
    void undoTo(std::size_t steps) {
        while (m_steps.size() > steps) undoLast();
    }

private:
    void flip(std::int32_t op);

    const SearchGraph* m_graph;
    Bytes m_alive = 0;
    std::vector<std::int32_t> m_steps;
    std::vector<std::int32_t> m_ready;
    std::vector<std::size_t> m_placeInReady;  ///< also of what has run: where it was
    std::vector<std::int32_t> m_waitsFor;
    std::vector<std::int32_t> m_touched;
    std::vector<std::uint64_t> m_set;
    std::vector<std::uint64_t> m_key;  ///< per operator; a set's hash is the XOR of its members'
    std::uint64_t m_hash = 0;
};

}  // namespace thimble
