#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/units.h"
#include "core/schedule/search_graph.h"

namespace thimble {

/// What all orders of a graph have in common.
struct Unavoidable {
    /// No order has a smaller peak: while an operator runs, whatever one of its ancestors made (or
    /// the caller gave) and one of its descendants wants (or the caller) is alive.
    Bytes peakBytes = 0;
    /// Positions 0 < p < n at which every order has done the same p operators. Between two of them
    /// the order is a question of its own.
    std::vector<std::size_t> cuts;
};

/// `order` is any order that keeps the precedence. Graphs of more than 2^16 operators get a weaker
/// bound (what an operator itself touches) and no cuts.
///   cost     O(n (n + e) / 64) time, and for each tensor the operators it must outlive; O(n)
///   memory
[[nodiscard]] Unavoidable findUnavoidable(const SearchGraph& graph,
                                          std::span<const std::int32_t> order);

}  // namespace thimble
