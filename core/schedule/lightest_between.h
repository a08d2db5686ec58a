#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/schedule/run_state.h"
#include "core/schedule/search_graph.h"

namespace thimble {

/// Of the last `steps` steps those to keep so that the fewest bytes are alive afterwards: the set
/// with fewest bytes between that before these steps and that after them, closed under "runs
/// before"; of several the largest. In the order in which they ran.
/// Key insight: a tensor costs its bytes when operators on both sides of the boundary touch it,
/// like an edge (with many ends) that a cut goes through; so the set is a minimum cut.
///   cost     a maximum flow over these steps and their tensors
///   source   E. L. Lawler, "Cutsets and partitions of hypergraphs", Networks 3, 1973
[[nodiscard]] std::vector<std::int32_t> lightestBetween(const SearchGraph& graph,
                                                        const RunState& state, std::size_t steps);

}  // namespace thimble
