#pragma once

#include <cstdint>
#include <vector>

#include "core/base/splitmix.h"
#include "core/schedule/order_problem.h"

// The slow truth about orders, and problems to ask it about.
namespace thimble::test {

/// The smallest peak of all orders, by trying every operator after every set of operators. Straight
/// from the definition of what is alive; for up to 16 operators.
[[nodiscard]] Bytes smallestPeakOfAllOrders(const OrderProblem& problem);

/// Up to `mostOperators` operators with several or no outputs, inputs read twice, scratch, unread
/// tensors, outputs that are also read, extra precedence; listed in an order that may not be
/// allowed.
[[nodiscard]] OrderProblem randomProblem(SplitMix& random, int mostOperators);

/// A number below `count`.
[[nodiscard]] inline std::int32_t below(SplitMix& random, std::size_t count) {
    return static_cast<std::int32_t>(random.next() % count);
}

}  // namespace thimble::test
