#include "core/split/edit_segments.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/assert.h"

namespace thimble::split {

namespace {

const RowOperator& operatorAt(const RowGraph& graph, std::int32_t op) {
    return graph.operators[static_cast<std::size_t>(op)];
}

std::size_t positionOf(const std::vector<Segment>& segments, std::int32_t op) {
    const auto found =
        std::ranges::find_if(segments, [op](const Segment& segment) { return op < segment.end; });
    THIMBLE_ASSERT(found != segments.end());
    return static_cast<std::size_t>(found - segments.begin());
}

/// What stands at the position becomes these.
std::vector<Segment> replaced(std::vector<Segment> segments, std::size_t position,
                              const std::vector<Segment>& others) {
    const auto place = segments.erase(segments.begin() + static_cast<std::ptrdiff_t>(position));
    segments.insert(place, others.begin(), others.end());
    return segments;
}

/// Operators [first, end) together, in the way of `like` if they can, or in another; why they
/// cannot run by rows where no way is left.
Result<Segment> together(const RowGraph& graph, const Segment& like, std::int32_t first,
                         std::int32_t end) {
    const Segment same =
        segmentOf(kindOf(like), first, end, std::min(like.slices, mostSlices(graph, first)));
    const Segment byRows = segmentOf(SegmentKind::Rows, first, end);
    const Segment sliced = segmentOf(SegmentKind::Slices, first, end);
    for (const Segment& segment : {same, byRows, sliced})
        if (checkSegment(graph, segment)) return segment;
    return tl::unexpected(checkSegment(graph, byRows).error());
}

void addWhole(std::vector<Segment>& segments, std::int32_t first, std::int32_t end) {
    for (std::int32_t op = first; op < end; ++op)
        segments.push_back(segmentOf(SegmentKind::Whole, op, op + 1));
}

/// The operators [first, end) of a segment of which others have gone.
void addRest(std::vector<Segment>& segments, const RowGraph& graph, const Segment& segment,
             std::int32_t first, std::int32_t end) {
    if (first >= end) return;
    const auto rest = together(graph, segment, first, end);
    if (rest)
        segments.push_back(*rest);
    else
        addWhole(segments, first, end);
}

/// The operators next to a segment that runs together take part in it, if they can as it runs.
bool takesIn(const RowGraph& graph, Segment& segment, std::int32_t first, std::int32_t end) {
    if (kindOf(segment) == SegmentKind::Whole) return false;
    Segment larger = segment;
    larger.first = std::min(segment.first, first);
    larger.end = std::max(segment.end, end);
    if (kindOf(larger) == SegmentKind::Slices)
        larger.slices = std::min(larger.slices, mostSlices(graph, larger.first));
    if (!checkSegment(graph, larger) || kindOf(larger) != kindOf(segment)) return false;
    segment = larger;
    return true;
}

}  // namespace

Result<std::vector<Segment>> splitBefore(const RowGraph& graph,
                                         const std::vector<Segment>& segments, std::int32_t op) {
    const std::size_t position = positionOf(segments, op);
    const Segment segment = segments[position];
    if (segment.end == segment.first + 1)
        return fail(ErrorCode::InvalidArgument, "a segment of one operator cannot be split");
    if (op == segment.first)
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("a segment begins at operator #{}", operatorAt(graph, op).op));
    std::vector<Segment> parts;
    addRest(parts, graph, segment, segment.first, op);
    addRest(parts, graph, segment, op, segment.end);
    return replaced(segments, position, parts);
}

Result<std::vector<Segment>> joinWithNext(const RowGraph& graph,
                                          const std::vector<Segment>& segments,
                                          std::size_t position) {
    if (position + 1 >= segments.size())
        return fail(ErrorCode::InvalidArgument, "there is no next segment");
    const Segment& segment = segments[position];
    const Segment& next = segments[position + 1];
    const Segment& like = segment.slices > 1 ? segment : next;
    THIMBLE_TRY(const Segment joined, together(graph, like, segment.first, next.end));
    std::vector<Segment> left = segments;
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(position));
    left[position] = joined;
    return left;
}

Result<std::vector<Segment>> runAlone(const RowGraph& graph, const std::vector<Segment>& segments,
                                      std::int32_t op, bool byRows) {
    const Segment alone = segmentOf(byRows ? SegmentKind::Rows : SegmentKind::Whole, op, op + 1);
    THIMBLE_CHECK(checkSegment(graph, alone));
    const std::size_t position = positionOf(segments, op);
    const Segment segment = segments[position];
    if (segment == alone)
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("operator #{} runs alone, {}, already", operatorAt(graph, op).op,
                                byRows ? "by rows" : "as a whole"));
    std::vector<Segment> parts;
    addRest(parts, graph, segment, segment.first, op);
    parts.push_back(alone);
    addRest(parts, graph, segment, op + 1, segment.end);
    return replaced(segments, position, parts);
}

Result<std::vector<Segment>> runAs(const RowGraph& graph, const std::vector<Segment>& segments,
                                   std::size_t position, SegmentKind kind, std::int32_t slices) {
    const Segment segment = segments[position];
    std::vector<Segment> parts;
    if (kind == SegmentKind::Whole) {
        addWhole(parts, segment.first, segment.end);
        return replaced(segments, position, parts);
    }
    const Segment wanted = segmentOf(kind, segment.first, segment.end, slices);
    THIMBLE_CHECK(checkSegment(graph, wanted));
    return replaced(segments, position, {wanted});
}

Result<std::vector<Segment>> moveEnds(const RowGraph& graph, const std::vector<Segment>& segments,
                                      std::size_t position, std::int32_t first, std::int32_t end) {
    const Segment segment = segments[position];
    if (first < 0 || static_cast<std::size_t>(end) > graph.operators.size() || first >= end)
        return fail(ErrorCode::InvalidArgument, "a segment has one operator at least");
    if (first >= segment.end || end <= segment.first)
        return fail(ErrorCode::InvalidArgument, "none of the segment's operators would be left");
    THIMBLE_TRY(const Segment moved, together(graph, segment, first, end));
    std::vector<Segment> all;
    for (std::size_t i = 0; i < position; ++i)
        if (segments[i].first < first)
            addRest(all, graph, segments[i], segments[i].first, std::min(segments[i].end, first));
    if (segment.first < first && (all.empty() || !takesIn(graph, all.back(), segment.first, first)))
        addRest(all, graph, segment, segment.first, first);
    all.push_back(moved);
    const std::size_t behind = all.size();
    for (std::size_t i = position + 1; i < segments.size(); ++i)
        if (segments[i].end > end)
            addRest(all, graph, segments[i], std::max(segments[i].first, end), segments[i].end);
    if (end < segment.end &&
        (behind == all.size() || !takesIn(graph, all[behind], end, segment.end))) {
        std::vector<Segment> rest;
        addRest(rest, graph, segment, end, segment.end);
        all.insert(all.begin() + static_cast<std::ptrdiff_t>(behind), rest.begin(), rest.end());
    }
    return all;
}

std::vector<Segment> wholeOperators(const RowGraph& graph) {
    std::vector<Segment> segments;
    addWhole(segments, 0, static_cast<std::int32_t>(graph.operators.size()));
    return segments;
}

}  // namespace thimble::split
