#pragma once

#include <cstdint>
#include <vector>

#include "core/base/search.h"
#include "core/schedule/order_problem.h"

namespace thimble {

/// An order of the operators together with a placement of the tensors.
struct OrderAndOffsets {
    static constexpr Bytes kNowhere = -1;  ///< takes no bytes

    std::vector<std::int32_t> order;  ///< empty: none was found
    std::vector<Bytes> offsets;       ///< per tensor; of the first that an operator needs: from 0
    Bytes heightBytes = 0;
    friend bool operator==(const OrderAndOffsets&, const OrderAndOffsets&) = default;
};

/// What is asked for: how high an arena is, among the orders of a small working set.
struct LayoutQuestion {
    OrderProblem head;          ///< what is placed; its sizes and scratch rounded up already
    OrderProblem workingSet;    ///< the same operators; its peak decides which orders count
    Bytes peakBytes = 0;        ///< that peak may be no higher than this
    Bytes lowerBoundBytes = 0;  ///< no arena is lower
    Bytes lowerThanBytes = 0;   ///< what is there already
    Bytes alignment = 1;        ///< all sizes of `head` are multiples of it
};

/// Looks for an order and a placement at once, lower than what is there already. An optimal order
/// often has many like it, and few of them, or one with an odd detour, can be placed without waste:
/// choosing the order first is a guess that no placement puts right.
/// Key insight: without offsets, as a sequence of neighbours (layout.h), a placement is built along
/// with the order, and operators that have run plus a layout say all about what is still possible.
/// Little slack leaves few of those, most of all from the end of the graph, where tensors that
/// wait for a last reader leave no choice; so it is looked at from both ends, and at several
/// heights, in rounds of growing patience.
///   result   `best.order` is empty where nothing lower was found. Proven: nothing is lower than
///            lowerBound, and either that is reached or what was there is no higher
///   limits   nodes: as in layout_sweep.h, over all rounds
///   source   docs/algorithms/layout.md
[[nodiscard]] SearchResult<OrderAndOffsets> findOrderAndOffsets(const LayoutQuestion& question,
                                                                const SearchLimits& limits = {},
                                                                const SearchControl& control = {});

}  // namespace thimble
