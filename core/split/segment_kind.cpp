#include "core/split/segment_kind.h"

#include <fmt/format.h>

#include "core/split/channel_slices.h"

namespace thimble::split {

namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

Result<void> checkSlices(const RowGraph& graph, const Segment& segment) {
    THIMBLE_CHECK(checkSliceable(graph, segment.first, segment.end));
    const std::int32_t most = mostSlices(graph, segment.first);
    if (segment.slices <= most) return {};
    const std::int32_t op = graph.operators[at(segment.first)].op;
    return fail(ErrorCode::InvalidArgument,
                most < 2
                    ? fmt::format("the channels of operator #{} make no two slices", op)
                    : fmt::format("the channels of operator #{} make at most {} slices", op, most));
}

}  // namespace

SegmentKind kindOf(const Segment& segment) {
    if (!segment.byRows) return SegmentKind::Whole;
    return segment.slices > 1 ? SegmentKind::Slices : SegmentKind::Rows;
}

Segment segmentOf(SegmentKind kind, std::int32_t first, std::int32_t end, std::int32_t slices) {
    return {first, end, kind != SegmentKind::Whole, kind == SegmentKind::Slices ? slices : 1};
}

Result<void> checkSegment(const RowGraph& graph, const Segment& segment) {
    switch (kindOf(segment)) {
        case SegmentKind::Whole:
            if (segment.end != segment.first + 1 || segment.slices > 1)
                return fail(ErrorCode::InvalidArgument,
                            "one operator alone runs as a whole, not several together");
            return {};
        case SegmentKind::Slices: return checkSlices(graph, segment);
        case SegmentKind::Rows: break;
    }
    for (std::int32_t o = segment.first; o < segment.end; ++o)
        if (graph.operators[at(o)].rule == RowRule::None)
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("operator #{} has no rule for rows: it runs alone, as a whole",
                                    graph.operators[at(o)].op));
    return {};
}

std::int32_t mostSlices(const RowGraph& graph, std::int32_t first) {
    const RowOperator& op = graph.operators[at(first)];
    if (op.outputs.empty()) return 1;
    const std::int32_t channels = graph.tensors[at(op.outputs[0])].channels;
    return static_cast<std::int32_t>(sliceSizes(channels, channels).size());
}

}  // namespace thimble::split
