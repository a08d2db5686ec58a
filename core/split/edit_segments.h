#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/split/segment_kind.h"

// Partitions of a graph's operators as a person changes them, a step at a time. All take a
// partition that is sound and give another one; what cannot be is an error with a sentence for the
// person. What an edit leaves of other segments, or makes of several, keeps its kind where that can
// be, and otherwise runs by rows, or, where there is no rule for that, as a whole.
//   errors   InvalidArgument
namespace thimble::split {

/// The operator becomes the first of a segment.
[[nodiscard]] Result<std::vector<Segment>> splitBefore(const RowGraph& graph,
                                                       const std::vector<Segment>& segments,
                                                       std::int32_t op);

/// The segment at that position and the one after it run together: in slices where one of them did
/// and both can, otherwise by rows, or in slices where those are the only way.
[[nodiscard]] Result<std::vector<Segment>> joinWithNext(const RowGraph& graph,
                                                        const std::vector<Segment>& segments,
                                                        std::size_t position);

/// The operator stands alone, by rows or as a whole; what was before and behind it in its segment
/// stays together.
[[nodiscard]] Result<std::vector<Segment>> runAlone(const RowGraph& graph,
                                                    const std::vector<Segment>& segments,
                                                    std::int32_t op, bool byRows);

/// The segment at that position runs another way. As a whole: each of its operators on its own.
///   slices   for Slices: 2 to mostSlices
[[nodiscard]] Result<std::vector<Segment>> runAs(const RowGraph& graph,
                                                 const std::vector<Segment>& segments,
                                                 std::size_t position, SegmentKind kind,
                                                 std::int32_t slices = 2);

/// The segment at that position runs from operator `first` to before `end`. Its neighbours give
/// operators to it, or take those that it leaves where they can; others stand alone. Some of its
/// operators stay in it.
[[nodiscard]] Result<std::vector<Segment>> moveEnds(const RowGraph& graph,
                                                    const std::vector<Segment>& segments,
                                                    std::size_t position, std::int32_t first,
                                                    std::int32_t end);

/// Every operator on its own, as a whole.
[[nodiscard]] std::vector<Segment> wholeOperators(const RowGraph& graph);

}  // namespace thimble::split
