#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/search.h"
#include "core/split/row_order.h"

namespace thimble::split {

/// What a segment would take if it were one of the partition.
struct SegmentCost {
    Segment segment;
    Bytes load = 0;          ///< the most bytes alive while it runs, all of the model's
    std::int64_t calls = 0;  ///< of kernels
    friend bool operator==(const SegmentCost&, const SegmentCost&) = default;
};

/// Every segment that can be: each operator alone, whole and by rows, every run of operators that
/// have rules for rows, one after the other in the graph's order, and those that can, in slices of
/// channels; these only where the same operators as a whole or by rows, with no more calls, might
/// need more.
/// What a segment leaves to later ones counts whole: where their windows leave out rows, load is
/// an upper bound.
///   cost   O(n^2) segments of n operators, each simulated row by row
[[nodiscard]] std::vector<SegmentCost> segmentCosts(const RowGraph& graph,
                                                    const SearchControl& control,
                                                    bool sliceChannels = false);

/// A partition of the operators into segments.
struct Partition {
    std::vector<Segment> segments;
    Bytes load = 0;
    std::int64_t calls = 0;
    friend bool operator==(const Partition&, const Partition&) = default;
};

/// The partition with the smallest greatest load; exact for this order of operators where readers
/// read every row, by dynamic programming over where segments end.
[[nodiscard]] Partition leastLoad(const RowGraph& graph, const std::vector<SegmentCost>& costs);

/// Of the partitions whose load is at most `limit`, the one with the fewest calls; nothing where
/// there is none.
[[nodiscard]] std::optional<Partition> fewestCalls(const RowGraph& graph,
                                                   const std::vector<SegmentCost>& costs,
                                                   Bytes limit);

}  // namespace thimble::split
