#include "core/schedule/lightest_between.h"

#include <algorithm>
#include <unordered_map>

#include "core/schedule/max_flow.h"

namespace thimble {

namespace {

std::size_t at(std::int32_t position) { return static_cast<std::size_t>(position); }

}  // namespace

std::vector<std::int32_t> lightestBetween(const SearchGraph& graph, const RunState& state,
                                          std::size_t steps) {
    const std::span<const std::int32_t> last = std::span(state.steps()).last(steps);
    MaxFlow flow;
    std::unordered_map<std::int32_t, std::int32_t> nodeOf;
    std::vector<std::int32_t> tensors;
    for (const std::int32_t op : last) nodeOf.emplace(op, flow.addNode());
    for (const std::int32_t op : last) {
        const SearchOperator& o = graph.operators[at(op)];
        for (const std::int32_t before : o.before)
            if (const auto found = nodeOf.find(before); found != nodeOf.end())
                flow.addEdge(nodeOf[op], found->second, MaxFlow::kUnlimited);
        tensors.insert(tensors.end(), o.tensors.begin(), o.tensors.end());
    }
    std::ranges::sort(tensors);
    tensors.erase(std::unique(tensors.begin(), tensors.end()), tensors.end());

    for (const std::int32_t t : tensors) {
        const SearchTensor& tensor = graph.tensors[at(t)];
        std::vector<std::int32_t> among;
        for (const std::int32_t op : tensor.touchers)
            if (const auto found = nodeOf.find(op); found != nodeOf.end())
                among.push_back(found->second);
        const auto touched = at(state.touched(t));
        const bool existsAnyway = tensor.aliveBefore || touched > among.size();
        const bool neededAnyway = tensor.aliveAfter || touched < tensor.touchers.size();
        if (existsAnyway && neededAnyway) continue;
        // It costs its bytes when `exists` is on the source's side and `finished` is not.
        std::int32_t exists = MaxFlow::kSource;
        std::int32_t finished = MaxFlow::kSink;
        if (!existsAnyway) {
            exists = flow.addNode();
            for (const std::int32_t op : among) flow.addEdge(op, exists, MaxFlow::kUnlimited);
        }
        if (!neededAnyway) {
            finished = flow.addNode();
            for (const std::int32_t op : among) flow.addEdge(finished, op, MaxFlow::kUnlimited);
        }
        flow.addEdge(exists, finished, tensor.bytes);
    }
    const std::vector<bool> side = flow.sourceSide();
    std::vector<std::int32_t> kept;
    for (const std::int32_t op : last)
        if (side[at(nodeOf[op])]) kept.push_back(op);
    return kept;
}

}  // namespace thimble
