#include "core/liveness/working_set.h"

#include <algorithm>

namespace thimble {

std::vector<LiveRange> liveRanges(const SubgraphGraph& graph) {
    const auto end = static_cast<std::int32_t>(graph.operators.size());
    std::vector<LiveRange> live;
    live.reserve(graph.tensors.size());
    for (const GraphTensor& tensor : graph.tensors) {
        if (tensor.role != TensorRole::Activation) {
            live.push_back({});
            continue;
        }
        LiveRange range;
        if (tensor.isInput)
            range = {0, 0};
        else if (tensor.producer)
            range = {static_cast<std::int32_t>(indexOf(*tensor.producer)),
                     static_cast<std::int32_t>(indexOf(*tensor.producer)) + 1};
        else if (!tensor.consumers.empty())  // read although nothing writes it
            range.first = static_cast<std::int32_t>(indexOf(tensor.consumers.front()));
        // Unwritten and unread outputs exist from the start: the caller may set them.
        if (!tensor.consumers.empty())
            range.last = std::max(range.last,
                                  static_cast<std::int32_t>(indexOf(tensor.consumers.back())) + 1);
        if (tensor.isOutput) range.last = end;
        live.push_back(range.empty() ? LiveRange{} : range);
    }
    return live;
}

WorkingSet workingSet(const SubgraphGraph& graph, const std::vector<LiveRange>& live) {
    // Bytes that appear and disappear at each step; their running sum is what is alive.
    std::vector<Bytes> change(graph.operators.size() + 1, 0);
    for (std::size_t t = 0; t < live.size(); ++t) {
        if (live[t].empty()) continue;
        change[static_cast<std::size_t>(live[t].first)] += graph.tensors[t].bytes;
        change[static_cast<std::size_t>(live[t].last)] -= graph.tensors[t].bytes;
    }
    WorkingSet result;
    Bytes alive = 0;
    for (std::size_t step = 0; step < graph.operators.size(); ++step) {
        alive += change[step];
        result.perOperator.push_back(alive);
        if (result.peakOperator < 0 || alive > result.peakBytes) {
            result.peakBytes = alive;
            result.peakOperator = static_cast<std::ptrdiff_t>(step);
        }
    }
    return result;
}

}  // namespace thimble
