#include "core/split/segments.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/split/channel_slices.h"
#include "core/split/row_pieces.h"

namespace thimble::split {

namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

/// Slices of channels that are looked at.
constexpr std::int32_t kSlices[] = {2, 3, 4, 6, 8};

/// First and last operator that touches each tensor; the application is before and behind all.
struct Touched {
    std::vector<std::int32_t> made, lastRead;
};

Touched touchedBy(const RowGraph& graph) {
    const auto count = static_cast<std::int32_t>(graph.operators.size());
    Touched touched{std::vector<std::int32_t>(graph.tensors.size(), -1),
                    std::vector<std::int32_t>(graph.tensors.size(), -1)};
    for (std::int32_t o = 0; o < count; ++o) {
        for (const std::int32_t t : graph.operators[at(o)].inputs) {
            // Handed over where it is read first.
            if (graph.tensors[at(t)].isStreamed && touched.lastRead[at(t)] < 0)
                touched.made[at(t)] = o;
            touched.lastRead[at(t)] = o;
        }
        for (const std::int32_t t : graph.operators[at(o)].outputs) touched.made[at(t)] = o;
    }
    for (std::size_t t = 0; t < graph.tensors.size(); ++t) {
        const RowTensor& tensor = graph.tensors[t];
        // Written before the first operator, whether it is read or not.
        if (tensor.isInput && !tensor.isStreamed && touched.lastRead[t] < 0)
            touched.lastRead[t] = 0;
        if (tensor.isOutput) touched.lastRead[t] = count;
    }
    return touched;
}

/// The segment as a graph of its own: what was made before is its input, what is needed later its
/// output, also where the segment has nothing to do with it.
RowGraph graphOf(const RowGraph& graph, const Touched& touched, const Segment& segment) {
    RowGraph part{.alignment = graph.alignment};
    std::vector<std::int32_t> number(graph.tensors.size(), -1);
    for (std::size_t t = 0; t < graph.tensors.size(); ++t) {
        const bool before = touched.made[t] < segment.first;
        const bool isIn = before && touched.lastRead[t] >= segment.first;
        const bool isMade = !before && touched.made[t] < segment.end;
        if (!isIn && !isMade) continue;
        number[t] = static_cast<std::int32_t>(part.tensors.size());
        RowTensor tensor = graph.tensors[t];
        tensor.isStreamed = tensor.isStreamed && isMade;
        tensor.isInput = isIn || tensor.isStreamed;
        tensor.isOutput = touched.lastRead[t] >= segment.end;
        part.tensors.push_back(tensor);
    }
    for (std::int32_t o = segment.first; o < segment.end; ++o) {
        RowOperator op = graph.operators[at(o)];
        for (std::int32_t& t : op.inputs) t = number[at(t)];
        for (std::int32_t& t : op.outputs) t = number[at(t)];
        part.operators.push_back(std::move(op));
    }
    return part;
}

/// The same for a segment that runs slice by slice.
SegmentCost costOfSlices(const RowGraph& graph, const Touched& touched, const Segment& segment) {
    const RowGraph part = graphOf(graph, touched, segment);
    const SlicedGraph sliced =
        sliceChannels(part, {{0, segment.end - segment.first, true, segment.slices}});
    const std::vector<RowTask> tasks = orderRows(sliced.graph, sliced.segments);
    const std::vector<Bytes> load = rowLoad(sliced.graph, rowPieces(sliced.graph, tasks), tasks);
    return {segment, *std::ranges::max_element(load), static_cast<std::int64_t>(tasks.size())};
}

bool readsEveryRow(const RowGraph& graph, const RowOperator& op) {
    if (op.rule != RowRule::Window) return true;
    const std::int64_t rows = graph.tensors[at(op.inputs[0])].rows;
    const std::int64_t windows = graph.tensors[at(op.outputs[0])].rows;
    return op.dilation == 1 && op.stride <= op.height &&
           (windows - 1) * op.stride - op.padTop + op.height >= rows;
}

/// What is alive at least when the first of several slices is done: what the segment has nothing to
/// do with, its input, which the next slice needs again, and its output or the sums for that.
Bytes leastOfSlices(const RowGraph& graph, const Touched& touched, const Segment& segment) {
    const RowOperator& begins = graph.operators[at(segment.first)];
    const RowOperator& ends = graph.operators[at(segment.end - 1)];
    bool readsAll = true;
    for (std::int32_t o = segment.first; o < segment.end; ++o)
        readsAll = readsAll && readsEveryRow(graph, graph.operators[at(o)]);
    Bytes bytes = 0;
    for (std::size_t t = 0; t < graph.tensors.size(); ++t) {
        const bool isKept = touched.made[t] < segment.first && touched.lastRead[t] >= segment.end;
        const bool isRead = readsAll && std::cmp_equal(begins.inputs[0], t);
        const Bytes times = std::cmp_equal(ends.outputs[0], t) ? (ends.channels.addsSome ? 4 : 1)
                            : isKept || isRead                 ? 1
                                                               : 0;
        bytes += times * graph.tensors[t].rows * graph.tensors[t].rowBytes;
    }
    return bytes;
}

/// The segment in slices, unless it can also run in no more calls with at most `otherwise` bytes
/// alive and slices do not get below that.
void addSlices(std::vector<SegmentCost>& costs, const RowGraph& graph, const Touched& touched,
               Segment segment, Bytes otherwise) {
    if (leastOfSlices(graph, touched, segment) >= otherwise) return;
    const std::int32_t inner = graph.operators[at(segment.first)].outputs[0];
    const std::int32_t channels = graph.tensors[at(inner)].channels;
    for (const std::int32_t slices : kSlices) {
        if (std::ssize(sliceSizes(channels, slices)) < slices) break;
        segment.slices = slices;
        costs.push_back(costOfSlices(graph, touched, segment));
    }
}

SegmentCost costOf(const RowGraph& graph, const Touched& touched, const Segment& segment) {
    const RowGraph part = graphOf(graph, touched, segment);
    const auto count = segment.end - segment.first;
    const std::vector<RowTask> tasks = orderRows(part, {{0, count, segment.byRows}});
    const std::vector<Bytes> load = rowLoad(part, rowPieces(part, tasks), tasks);
    return {segment, *std::ranges::max_element(load), static_cast<std::int64_t>(tasks.size())};
}

/// Where segments end, and the best way to get there.
struct Road {
    Bytes load = std::numeric_limits<Bytes>::max();
    std::int64_t calls = std::numeric_limits<std::int64_t>::max();
    const SegmentCost* last = nullptr;
};

std::optional<Partition> bestRoad(const RowGraph& graph, const std::vector<SegmentCost>& costs,
                                  bool byLoad, Bytes limit) {
    std::vector<Road> roads(graph.operators.size() + 1);
    roads[0] = {0, 0, nullptr};
    const auto better = [byLoad](const Road& a, const Road& b) {
        if (byLoad) return std::pair(a.load, a.calls) < std::pair(b.load, b.calls);
        return std::pair(a.calls, a.load) < std::pair(b.calls, b.load);
    };
    // Costs come in order of where they begin, so every road to there is known.
    for (const SegmentCost& cost : costs) {
        const Road& from = roads[at(cost.segment.first)];
        if (cost.load > limit || from.calls == std::numeric_limits<std::int64_t>::max()) continue;
        const Road road{std::max(from.load, cost.load), from.calls + cost.calls, &cost};
        if (Road& to = roads[at(cost.segment.end)]; better(road, to)) to = road;
    }
    if (roads.back().last == nullptr && !graph.operators.empty()) return std::nullopt;
    Partition partition{.load = roads.back().load, .calls = roads.back().calls};
    for (std::size_t end = graph.operators.size(); end > 0;) {
        const Segment& segment = roads[end].last->segment;
        partition.segments.push_back(segment);
        end = at(segment.first);
    }
    std::ranges::reverse(partition.segments);
    return partition;
}

}  // namespace

std::vector<SegmentCost> segmentCosts(const RowGraph& graph, const SearchControl& control,
                                      bool withSlices) {
    const Touched touched = touchedBy(graph);
    const auto count = static_cast<std::int32_t>(graph.operators.size());
    std::vector<SegmentCost> whole;
    whole.reserve(at(count));
    for (std::int32_t o = 0; o < count; ++o)
        whole.push_back(costOf(graph, touched, {o, o + 1, false}));
    std::vector<SegmentCost> costs;
    for (std::int32_t first = 0; first < count; ++first) {
        costs.push_back(whole[at(first)]);
        Bytes otherwise = 0;  // the operators so far in the best other way with as few calls
        bool byRows = true;
        bool inSlices = withSlices;
        for (std::int32_t end = first + 1; end <= count; ++end) {
            const RowOperator& op = graph.operators[at(end - 1)];
            if (control.stop.stop_requested()) break;
            byRows = byRows && op.rule != RowRule::None;
            otherwise = std::max(otherwise, whole[at(end - 1)].load);
            if (byRows) costs.push_back(costOf(graph, touched, {first, end, true}));
            if (inSlices && canSlice(graph, first, end)) {
                const Bytes rows = byRows ? costs.back().load : otherwise;
                addSlices(costs, graph, touched, {first, end, true}, std::min(otherwise, rows));
            }
            inSlices =
                inSlices && (end - 1 == first ? op.channels.makesSome : op.channels.passesSome);
            if (!byRows && !inSlices) break;
        }
        if (control.progress) control.progress({.nodes = static_cast<std::int64_t>(costs.size())});
    }
    return costs;
}

Partition leastLoad(const RowGraph& graph, const std::vector<SegmentCost>& costs) {
    return *bestRoad(graph, costs, true, std::numeric_limits<Bytes>::max());
}

std::optional<Partition> fewestCalls(const RowGraph& graph, const std::vector<SegmentCost>& costs,
                                     Bytes limit) {
    return bestRoad(graph, costs, false, limit);
}

}  // namespace thimble::split
