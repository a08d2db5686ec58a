#pragma once

#include "core/schedule/schedule.h"

namespace thimble {

/// Runs one operator after another, keeping at each step the `width` best sets of operators that
/// have run: lowest peak first, then fewest bytes alive, then the ones closest to the order as
/// written. Heuristic; 1 is greedy.
///   input    a problem that passes checkOrderProblem
///   cost     O(n (n + e) width) time
[[nodiscard]] Schedule beamOrder(const OrderProblem& problem, std::size_t width = 8);

}  // namespace thimble
