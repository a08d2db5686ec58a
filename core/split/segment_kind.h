#pragma once

#include <cstdint>

#include "core/base/result.h"
#include "core/split/row_order.h"

namespace thimble::split {

enum class SegmentKind : std::uint8_t {
    Rows,    ///< its operators together, row by row
    Slices,  ///< once for each slice of channels
    Whole,   ///< one operator at once
};

[[nodiscard]] SegmentKind kindOf(const Segment& segment);

/// Operators [first, end) as that kind; `slices` is for Slices.
[[nodiscard]] Segment segmentOf(SegmentKind kind, std::int32_t first, std::int32_t end,
                                std::int32_t slices = 2);

/// Whether the segment can run as it says. Its operators are there.
///   errors   InvalidArgument   the operator that cannot, and why
[[nodiscard]] Result<void> checkSegment(const RowGraph& graph, const Segment& segment);

/// The most slices in which the operators from `first` on can run: groups of four channels (or two,
/// or one) of what the first makes.
[[nodiscard]] std::int32_t mostSlices(const RowGraph& graph, std::int32_t first);

}  // namespace thimble::split
