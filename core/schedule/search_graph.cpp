#include "core/schedule/search_graph.h"

#include <algorithm>
#include <functional>
#include <queue>
#include <utility>

namespace thimble {

namespace {

void sortUnique(std::vector<std::int32_t>& list) {
    std::ranges::sort(list);
    list.erase(std::unique(list.begin(), list.end()), list.end());
}

void addPrecedence(SearchGraph& graph, std::int32_t first, std::int32_t second) {
    graph.operators[static_cast<std::size_t>(first)].after.push_back(second);
    graph.operators[static_cast<std::size_t>(second)].before.push_back(first);
}

void sortPrecedence(SearchGraph& graph) {
    for (SearchOperator& op : graph.operators) {
        sortUnique(op.before);
        sortUnique(op.after);
    }
}

/// Tensors that take no bytes go; each operator learns what it touches.
void finishTensors(SearchGraph& graph, std::vector<SearchTensor> tensors) {
    for (SearchTensor& tensor : tensors) {
        sortUnique(tensor.touchers);
        if (tensor.bytes == 0) continue;
        if (tensor.touchers.empty()) {
            if (tensor.aliveBefore && tensor.aliveAfter) graph.carriedBytes += tensor.bytes;
            continue;
        }
        const auto id = static_cast<std::int32_t>(graph.tensors.size());
        for (const std::int32_t op : tensor.touchers)
            graph.operators[static_cast<std::size_t>(op)].tensors.push_back(id);
        graph.tensors.push_back(std::move(tensor));
    }
}

}  // namespace

SearchGraph searchGraph(const OrderProblem& problem) {
    SearchGraph graph;
    graph.operators.resize(problem.operators.size());
    std::vector<SearchTensor> tensors(problem.bytes.size());
    std::vector<std::int32_t> writer(problem.bytes.size(), -1);
    const auto at = [](std::int32_t t) { return static_cast<std::size_t>(t); };
    for (const std::int32_t t : problem.inputs) tensors[at(t)].aliveBefore = true;
    for (const std::int32_t t : problem.outputs) tensors[at(t)].aliveAfter = true;
    for (std::size_t o = 0; o < problem.operators.size(); ++o)
        for (const std::int32_t t : problem.operators[o].outputs) {
            writer[at(t)] = static_cast<std::int32_t>(o);
            tensors[at(t)].touchers.push_back(writer[at(t)]);
        }
    for (std::size_t o = 0; o < problem.operators.size(); ++o) {
        const auto id = static_cast<std::int32_t>(o);
        graph.operators[o].origin = id;
        graph.operators[o].scratchBytes = problem.operators[o].scratchBytes;
        for (const std::int32_t t : problem.operators[o].inputs) {
            tensors[at(t)].touchers.push_back(id);
            if (writer[at(t)] >= 0) addPrecedence(graph, writer[at(t)], id);
        }
    }
    for (const auto& [first, second] : problem.after) addPrecedence(graph, first, second);
    sortPrecedence(graph);
    for (std::size_t t = 0; t < tensors.size(); ++t) {
        tensors[t].origin = static_cast<std::int32_t>(t);
        if (writer[t] >= 0 || tensors[t].aliveBefore) tensors[t].bytes = problem.bytes[t];
    }
    finishTensors(graph, std::move(tensors));
    return graph;
}

SearchGraph backwards(const SearchGraph& graph) {
    SearchGraph result = graph;
    for (SearchOperator& op : result.operators) std::swap(op.before, op.after);
    for (SearchTensor& tensor : result.tensors) std::swap(tensor.aliveBefore, tensor.aliveAfter);
    return result;
}

std::vector<SearchGraph> cutGraph(const SearchGraph& graph, std::span<const std::int32_t> order,
                                  std::span<const std::size_t> ends) {
    struct Place {
        std::size_t part = 0;
        std::int32_t position = 0;
    };
    std::vector<Place> places(graph.operators.size());
    const auto placeOf = [&](std::int32_t op) -> Place& {
        return places[static_cast<std::size_t>(op)];
    };
    std::vector<SearchGraph> parts(ends.size());
    for (std::size_t i = 0, part = 0; i < order.size(); ++i) {
        if (i == ends[part]) ++part;
        const SearchOperator& whole = graph.operators[static_cast<std::size_t>(order[i])];
        placeOf(order[i]) = {part, static_cast<std::int32_t>(parts[part].operators.size())};
        SearchOperator& own = parts[part].operators.emplace_back();
        own.scratchBytes = whole.scratchBytes;
        own.origin = whole.origin;
    }
    for (const std::int32_t op : order) {
        const Place to = placeOf(op);
        for (const std::int32_t before : graph.operators[static_cast<std::size_t>(op)].before)
            if (const Place from = placeOf(before); from.part == to.part)
                addPrecedence(parts[to.part], from.position, to.position);
    }
    for (SearchGraph& part : parts) sortPrecedence(part);

    // Bytes of tensors that a part only carries, as changes from one part to the next.
    std::vector<Bytes> carried(parts.size() + 1, 0);
    std::vector<std::vector<SearchTensor>> tensors(parts.size());
    for (const SearchTensor& whole : graph.tensors) {
        std::vector<Place> touchers;
        for (const std::int32_t op : whole.touchers) touchers.push_back(placeOf(op));
        std::ranges::sort(touchers, {}, [](Place p) { return std::pair(p.part, p.position); });
        const std::size_t first = touchers.front().part;
        const std::size_t last = touchers.back().part;
        carried[whole.aliveBefore ? 0 : first] += whole.bytes;
        carried[whole.aliveAfter ? parts.size() : last + 1] -= whole.bytes;
        for (std::size_t i = 0; i < touchers.size(); ++i) {
            const std::size_t part = touchers[i].part;
            if (i == 0 || touchers[i - 1].part != part) {
                tensors[part].push_back({whole.bytes,
                                         {},
                                         whole.aliveBefore || part > first,
                                         whole.aliveAfter || part < last,
                                         whole.origin});
                carried[part] -= whole.bytes;
                carried[part + 1] += whole.bytes;
            }
            tensors[part].back().touchers.push_back(touchers[i].position);
        }
    }
    Bytes sum = graph.carriedBytes;
    for (std::size_t part = 0; part < parts.size(); ++part) {
        parts[part].carriedBytes = sum += carried[part];
        finishTensors(parts[part], std::move(tensors[part]));
    }
    return parts;
}

std::vector<std::int32_t> firstListedOrder(const SearchGraph& graph) {
    std::vector<std::size_t> waitsFor;
    std::priority_queue<std::int32_t, std::vector<std::int32_t>, std::greater<>> ready;
    for (std::size_t o = 0; o < graph.operators.size(); ++o) {
        waitsFor.push_back(graph.operators[o].before.size());
        if (waitsFor.back() == 0) ready.push(static_cast<std::int32_t>(o));
    }
    std::vector<std::int32_t> order;
    while (!ready.empty()) {
        const std::int32_t op = ready.top();
        ready.pop();
        order.push_back(op);
        for (const std::int32_t next : graph.operators[static_cast<std::size_t>(op)].after)
            if (--waitsFor[static_cast<std::size_t>(next)] == 0) ready.push(next);
    }
    return order;
}

Bytes peakOf(const SearchGraph& graph, std::span<const std::int32_t> order) {
    Bytes alive = graph.carriedBytes;
    std::vector<std::size_t> touched(graph.tensors.size(), 0);
    for (const SearchTensor& tensor : graph.tensors)
        if (tensor.aliveBefore) alive += tensor.bytes;
    Bytes peak = 0;
    for (const std::int32_t o : order) {
        const SearchOperator& op = graph.operators[static_cast<std::size_t>(o)];
        for (const std::int32_t t : op.tensors) {
            const auto id = static_cast<std::size_t>(t);
            if (touched[id]++ == 0 && !graph.tensors[id].aliveBefore)
                alive += graph.tensors[id].bytes;
        }
        peak = std::max(peak, alive + op.scratchBytes);
        for (const std::int32_t t : op.tensors) {
            const auto id = static_cast<std::size_t>(t);
            if (touched[id] == graph.tensors[id].touchers.size() && !graph.tensors[id].aliveAfter)
                alive -= graph.tensors[id].bytes;
        }
    }
    return peak;
}

}  // namespace thimble
