#pragma once

#include "core/base/search.h"
#include "core/schedule/order_problem.h"
#include "core/schedule/schedule.h"

namespace thimble {

/// Finds an operator order with the smallest peak working set. Exact.
/// Key insight: the bytes alive after a set of operators has run depend on the set alone, and with
/// a budget in mind most sets have one way on that is never wrong (budget_search.h). So the
/// question "is there an order within B bytes?" is asked for rising and falling B, from both ends
/// of the graph at once, until the smallest B is known.
///   input    a problem that passes checkOrderProblem
///   result   the order as written if that is a best one; otherwise of those found the one that
///            changes it least. Proven when `reason` says so; the bound of a search that was
///            stopped is true as well
///   limits   nodes: sets of operators visited, over all questions. Sets that failed are
///            remembered; when 512 MiB of them do not settle any question, the search ends as at a
///            limit
///   source   E. Liberis, N. D. Lane, "Neural networks on microcontrollers: saving memory at
///            inference via operator reordering", 2019, arXiv:1910.05110: the question, and sets as
///            states; docs/algorithms/order.md: the rest
[[nodiscard]] SearchResult<Schedule> findOptimalOrder(const OrderProblem& problem,
                                                      const SearchLimits& limits = {},
                                                      const SearchControl& control = {});

}  // namespace thimble
