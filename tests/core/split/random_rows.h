#pragma once

#include <cstdint>
#include <vector>

#include "core/base/splitmix.h"
#include "core/split/channel_slices.h"

// Graphs of rows to ask the planners about, and partitions of their operators.
namespace thimble::split::test {

struct RowShape {
    std::size_t operators = 6;  ///< 1 to this many
    std::int32_t rows = 5;      ///< of inputs and of what operators without a rule make
    Bytes bytes = 6;            ///< of a row, of scratch and of sums
    bool overlaps = true;       ///< rules of both kinds
    bool gaps = true;           ///< windows that leave out rows; inputs that nobody reads
};

/// Chains, diamonds, several inputs and outputs, every rule, windows with stride, dilation and
/// padding, streamed inputs, tensors that nobody reads, the same tensor read twice.
[[nodiscard]] RowGraph randomRows(SplitMix& random, const RowShape& shape);

/// Input, then windows and other rules with one reader each, from rows to rows.
[[nodiscard]] RowGraph randomChain(SplitMix& random, std::size_t operators, std::int32_t rows);

/// A chain of which a part can run in slices of channels, to sums or into their place, with readers
/// beside and behind it.
///   gaps   windows that leave out rows
[[nodiscard]] RowGraph randomSliceable(SplitMix& random, bool gaps);

/// Each partition of the graph's operators into segments that can be, in slices as the planner
/// looks at them.
[[nodiscard]] std::vector<std::vector<Segment>> everyPartition(const RowGraph& graph);
[[nodiscard]] std::vector<Segment> randomPartition(SplitMix& random, const RowGraph& graph);

/// A number below `count`.
[[nodiscard]] inline std::int32_t below(SplitMix& random, std::int64_t count) {
    return static_cast<std::int32_t>(random.next() % static_cast<std::uint64_t>(count));
}

}  // namespace thimble::split::test
