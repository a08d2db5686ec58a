#include "core/split/row_plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/split/segment_kind.h"

namespace thimble::split {

namespace {

/// Partitions whose load is this much above the least are looked at, too: fewer rows on their own
/// are easier to place.
constexpr double kSlack[] = {1.0, 1.01, 1.03, 1.06, 1.1};

bool isPartition(const RowGraph& graph, const std::vector<Segment>& segments) {
    std::int32_t next = 0;
    for (const Segment& segment : segments) {
        if (segment.first != next || segment.end <= segment.first) return false;
        if (static_cast<std::size_t>(segment.end) > graph.operators.size()) return false;
        // More slices than there are channels for are as many as there are.
        const bool inSlices = segment.byRows && segment.slices > 1;
        if (inSlices ? !canSlice(graph, segment.first, segment.end) : !checkSegment(graph, segment))
            return false;
        next = segment.end;
    }
    return static_cast<std::size_t>(next) == graph.operators.size();
}

RowPlan planOf(const RowGraph& graph, const std::vector<Segment>& segments,
               const SearchLimits& limits, const SearchControl& control) {
    SlicedGraph sliced = sliceChannels(graph, segments);
    RowPlan plan{.graph = std::move(sliced.graph),
                 .tensorOf = std::move(sliced.tensorOf),
                 .parts = std::move(sliced.parts),
                 .chosen = segments,
                 .segments = std::move(sliced.segments)};
    plan.tasks = orderRows(plan.graph, plan.segments);
    plan.pieces = rowPieces(plan.graph, plan.tasks);
    const std::vector<Bytes> load = rowLoad(plan.graph, plan.pieces, plan.tasks);
    plan.loadBytes = *std::ranges::max_element(load);
    plan.placement = placeRows(plan.graph, plan.pieces, plan.tasks, limits, control);
    return plan;
}

/// The rows that are handed over are all there at once before anything runs: what would then be
/// placed.
RowGraph resident(RowGraph graph) {
    for (RowTensor& tensor : graph.tensors) tensor.isStreamed = false;
    return graph;
}

/// That plan with rows that come when they are needed: everything lies where it lay, and rows of
/// the input lie there from then on. So it takes no more.
RowPlan streamed(const RowGraph& graph, const RowPlan& whole) {
    RowPlan plan = whole;
    for (std::size_t t = 0; t < graph.tensors.size(); ++t)
        if (const std::int32_t own = plan.tensorOf[t]; own >= 0)
            plan.graph.tensors[static_cast<std::size_t>(own)].isStreamed =
                graph.tensors[t].isStreamed;
    plan.tasks = orderRows(plan.graph, plan.segments);
    plan.pieces = rowPieces(plan.graph, plan.tasks);
    plan.placement.offsets.clear();
    plan.placement.arenaBytes = 0;
    for (const Block& block : plan.pieces.blocks) {
        if (block.pieces.empty()) {  // a row that nobody needs
            plan.placement.offsets.push_back(0);
            continue;
        }
        const auto number = static_cast<std::size_t>(block.number);
        Bytes offset = 0;
        std::size_t from = 0;
        switch (block.kind) {
            case Block::Kind::Tensor:
            case Block::Kind::Row:
                from = whole.pieces.blockOf(block.number, block.row);
                if (whole.pieces.isWhole[number])
                    offset = block.row * plan.graph.tensors[number].rowBytes;
                break;
            case Block::Kind::Scratch:
                from = static_cast<std::size_t>(whole.pieces.scratchBlock[number]);
                break;
            case Block::Kind::Sums:
                from = static_cast<std::size_t>(whole.pieces.sumBlock[number]);
                break;
        }
        offset += whole.placement.offsets[from];
        plan.placement.offsets.push_back(offset);
        plan.placement.arenaBytes = std::max(plan.placement.arenaBytes, offset + block.bytes);
    }
    const std::vector<Bytes> load = rowLoad(plan.graph, plan.pieces, plan.tasks);
    plan.loadBytes = *std::ranges::max_element(load);
    return plan;
}

Bytes streamedBytes(const RowGraph& graph) {
    Bytes bytes = 0;
    for (const RowTensor& tensor : graph.tensors)
        if (tensor.isStreamed) bytes += tensor.rows * tensor.rowBytes;
    return bytes;
}

bool hasSlices(const Partition& partition) {
    return std::ranges::any_of(partition.segments,
                               [](const Segment& segment) { return segment.slices > 1; });
}

/// Partitions to look at, the most promising first.
std::vector<Partition> candidates(const RowGraph& graph, const std::vector<SegmentCost>& costs,
                                  const Partition& least, const RowPlanOptions& options) {
    std::vector<Partition> all;
    const auto add = [&](Bytes limit) {
        if (auto found = fewestCalls(graph, costs, limit);
            found && std::ranges::find(all, *found) == all.end())
            all.push_back(*std::move(found));
    };
    if (options.ramBytes)
        for (Bytes limit = *options.ramBytes; limit > least.load;
             limit -= std::max<Bytes>((*options.ramBytes - least.load) / 8, 16))
            add(limit);
    for (const double slack : kSlack)
        add(static_cast<Bytes>(slack * static_cast<double>(least.load)));
    if (std::ranges::find(all, least) == all.end()) all.push_back(least);
    // What is alive may be less in slices, and the arena not.
    if (std::ranges::any_of(all, hasSlices)) {
        std::vector<SegmentCost> unsliced = costs;
        std::erase_if(unsliced, [](const SegmentCost& cost) { return cost.segment.slices > 1; });
        for (Partition& partition :
             candidates(graph, unsliced, leastLoad(graph, unsliced), options))
            if (std::ranges::find(all, partition) == all.end()) all.push_back(std::move(partition));
    }
    return all;
}

/// Segments as they are asked for, or the best that are found.
RowPlan bestPlan(const RowGraph& graph, const RowPlanOptions& options,
                 const SearchControl& control) {
    RowPlan best;
    if (!options.segments.empty() || graph.operators.empty()) {
        best = planOf(graph, options.segments, options.limits, control);
        best.leastLoadBytes = best.loadBytes;
        return best;
    }
    const std::vector<SegmentCost> costs = segmentCosts(graph, control, options.sliceChannels);
    const Partition least = leastLoad(graph, costs);
    bool isFirst = true;
    for (const Partition& partition : candidates(graph, costs, least, options)) {
        if (!isFirst && partition.load >= best.placement.arenaBytes && !options.ramBytes) continue;
        RowPlan plan = planOf(graph, partition.segments, options.limits, control);
        if (isFirst || plan.placement.arenaBytes < best.placement.arenaBytes)
            best = std::move(plan);
        isFirst = false;
        if (options.ramBytes && best.placement.arenaBytes <= *options.ramBytes) break;
        if (control.stop.stop_requested()) break;
    }
    best.leastLoadBytes = least.load;
    if (control.stop.stop_requested()) best.reason = StopReason::Cancelled;
    return best;
}

/// Whether an arena of so many bytes is larger than it has to be.
bool isTooLarge(Bytes bytes, const RowPlanOptions& options) {
    return !options.ramBytes || bytes > *options.ramBytes;
}

}  // namespace

Result<RowPlan> planRows(const RowGraph& graph, const RowPlanOptions& options,
                         const SearchControl& control) {
    if (const auto faults = checkRowGraph(graph); !faults.empty())
        return fail(ErrorCode::InvalidArgument, "the graph of rows: " + faults.front());
    if ((!options.segments.empty() || graph.operators.empty()) &&
        !isPartition(graph, options.segments))
        return fail(ErrorCode::InvalidArgument,
                    "segments have to cover all operators in order, and operators without a "
                    "rule for rows stand alone");
    RowPlan best = bestPlan(graph, options, control);
    // Rows that come one by one need no more than rows that are there, and that is easier to place.
    if (const Bytes bytes = streamedBytes(graph); bytes > 0 && bytes < best.placement.arenaBytes &&
                                                  isTooLarge(best.placement.arenaBytes, options) &&
                                                  !control.stop.stop_requested()) {
        RowPlan other = streamed(graph, bestPlan(resident(graph), options, control));
        if (other.placement.arenaBytes < best.placement.arenaBytes &&
            checkRows(other.graph, other.pieces, other.tasks, other.placement).empty()) {
            other.leastLoadBytes = best.leastLoadBytes;
            best = std::move(other);
        }
    }
    if (const auto faults = checkRows(best.graph, best.pieces, best.tasks, best.placement);
        !faults.empty())
        return fail(ErrorCode::InvalidArgument, "no sound plan by rows: " + faults.front());
    return best;
}

}  // namespace thimble::split
