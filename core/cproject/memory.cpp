#include "core/cproject/memory.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "core/arena/optimal_plan.h"
#include "core/graph/graph.h"
#include "core/schedule/optimal_order.h"
#include "core/schedule/schedulers.h"

namespace thimble::cproject {

namespace {

using Pair = std::pair<std::int32_t, std::int32_t>;  ///< input and output tensor

/// Placements of other choices of what shares are tried so often.
constexpr int kMostTrials = 40;

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

Bytes bytesOf(const interp::Program& program, std::int32_t tensor) {
    return isInArena(program, tensor)
               ? static_cast<Bytes>(program.tensors[program.slot(0, tensor)].bytes)
               : 0;
}

/// The steps in which each tensor must be intact: 0 is before the first operator.
struct Lives {
    std::vector<LiveRange> live;
    std::vector<bool> isOutput;
};

Lives livesOf(const interp::Program& program, const std::vector<std::int32_t>& order) {
    const Subgraph& subgraph = program.model.subgraphs[0];
    const auto end = static_cast<std::int32_t>(order.size()) + 2;
    Lives lives{std::vector<LiveRange>(subgraph.tensors.size(), {-1, -1}),
                std::vector<bool>(subgraph.tensors.size())};
    const auto extend = [&](std::int32_t t, std::int32_t step) {
        if (t < 0 || !isInArena(program, t)) return;
        LiveRange& live = lives.live[at(t)];
        if (live.first < 0) live.first = step;
        live.last = std::max(live.last, step + 1);
    };
    for (const std::int32_t t : subgraph.inputs) extend(t, 0);
    for (std::size_t i = 0; i < order.size(); ++i) {
        const Operator& op = subgraph.operators[at(order[i])];
        const auto step = static_cast<std::int32_t>(i) + 1;
        for (const std::int32_t t : op.inputs) extend(t, step);
        for (const std::int32_t t : op.outputs) extend(t, step);
    }
    for (const std::int32_t t : subgraph.outputs) {
        extend(t, end - 1);
        if (t >= 0) lives.isOutput[at(t)] = true;
    }
    return lives;
}

/// Tensors at the same place, and from when to when one of them is there.
struct Places {
    std::vector<std::int32_t> of;  ///< by tensor; -1: takes nothing
    std::vector<Bytes> bytes;
    std::vector<LiveRange> live;
};

Places placesOf(const interp::Program& program, const Lives& lives,
                const std::vector<Pair>& pairs) {
    Places places{.of = std::vector<std::int32_t>(lives.live.size(), -1)};
    std::vector<std::int32_t> above(lives.live.size(), -1);
    for (const auto& [input, output] : pairs) above[at(output)] = input;
    for (std::size_t t = 0; t < lives.live.size(); ++t) {
        if (lives.live[t].first < 0) continue;
        auto root = static_cast<std::int32_t>(t);
        while (above[at(root)] >= 0) root = above[at(root)];
        if (places.of[at(root)] < 0) {
            places.of[at(root)] = static_cast<std::int32_t>(places.bytes.size());
            places.bytes.push_back(0);
            places.live.push_back(lives.live[at(root)]);
        }
        const std::int32_t place = places.of[at(root)];
        places.of[t] = place;
        places.bytes[at(place)] =
            std::max(places.bytes[at(place)], bytesOf(program, static_cast<std::int32_t>(t)));
        LiveRange& live = places.live[at(place)];
        live.first = std::min(live.first, lives.live[t].first);
        live.last = std::max(live.last, lives.live[t].last);
    }
    return places;
}

/// What could share in this order. An overwritten place has no reader left, in any of its tensors.
std::vector<Pair> candidates(const interp::Program& program, const std::vector<Emission>& emissions,
                             const std::vector<std::int32_t>& order, const Lives& lives) {
    const Subgraph& subgraph = program.model.subgraphs[0];
    std::vector<Pair> pairs;
    std::set<std::int32_t> taken;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const Operator& op = subgraph.operators[at(order[i])];
        const Emission& emission = emissions[at(order[i])];
        if (op.outputs.empty() || !isInArena(program, op.outputs[0])) continue;
        const std::int32_t output = op.outputs[0];
        std::vector<std::size_t> positions = emission.mayOverwrite;
        if (emission.isAlias) positions.push_back(0);
        for (const std::size_t position : positions) {
            const std::int32_t input = op.inputs[position];
            if (input < 0 || !isInArena(program, input) || taken.contains(input)) continue;
            const bool isDead = lives.live[at(input)].last == static_cast<std::int32_t>(i) + 2;
            if (!isDead || lives.isOutput[at(input)]) continue;
            taken.insert(input);
            pairs.emplace_back(input, output);
            break;
        }
    }
    return pairs;
}

/// Placements know one alignment: the greatest that something asks for.
Bytes alignmentOfAll(const interp::Program& program, const std::vector<Emission>& emissions) {
    Bytes alignment = 1;
    for (const Emission& emission : emissions)
        if (emission.scratchBytes > 0) alignment = kAlignment;
    const std::size_t tensors = program.model.subgraphs[0].tensors.size();
    for (std::size_t t = 0; t < tensors; ++t)
        if (const auto number = static_cast<std::int32_t>(t); isInArena(program, number))
            alignment = std::max(alignment, alignmentOf(program, number));
    return alignment;
}

struct Placed {
    std::vector<Bytes> offsets;
    std::vector<Bytes> scratch;
    Bytes arenaBytes = 0;
    Bytes lowerBoundBytes = 0;
};

Placed place(const interp::Program& program, const std::vector<Emission>& emissions,
             const std::vector<std::int32_t>& order, const Lives& lives,
             const std::vector<Pair>& pairs, const SearchLimits& limits,
             const SearchControl& control) {
    const Places places = placesOf(program, lives, pairs);
    ArenaProblem problem{.alignment = alignmentOfAll(program, emissions)};
    for (std::size_t p = 0; p < places.bytes.size(); ++p)
        problem.buffers.push_back({.bytes = places.bytes[p], .live = places.live[p]});
    std::vector<std::pair<std::size_t, std::size_t>> scratchBuffers;  // operator and buffer
    for (std::size_t i = 0; i < order.size(); ++i) {
        const Emission& emission = emissions[at(order[i])];
        if (emission.scratchBytes == 0) continue;
        const auto step = static_cast<std::int32_t>(i) + 1;
        scratchBuffers.emplace_back(at(order[i]), problem.buffers.size());
        problem.buffers.push_back(
            {.bytes = static_cast<Bytes>(emission.scratchBytes), .live = {step, step + 1}});
    }
    const SearchResult<ArenaPlan> plan = findOptimalPlan(problem, limits, control);
    Placed placed{.offsets = std::vector<Bytes>(lives.live.size(), Memory::kNowhere),
                  .scratch = std::vector<Bytes>(emissions.size(), Memory::kNowhere),
                  .arenaBytes = plan.best.arenaBytes,
                  .lowerBoundBytes = plan.lowerBound};
    for (std::size_t t = 0; t < lives.live.size(); ++t)
        if (places.of[t] >= 0) placed.offsets[t] = plan.best.offsets[at(places.of[t])];
    for (const auto& [op, buffer] : scratchBuffers) placed.scratch[op] = plan.best.offsets[buffer];
    return placed;
}

/// The best placement of one order, over choices of what shares.
struct Found {
    Placed placed;
    std::vector<Pair> pairs;
};

Found bestPlacement(const interp::Program& program, const std::vector<Emission>& emissions,
                    const std::vector<std::int32_t>& order, const MemoryOptions& options,
                    const SearchControl& control) {
    const Lives lives = livesOf(program, order);
    const auto placeWith = [&](const std::vector<Pair>& pairs) {
        return place(program, emissions, order, lives, pairs, options.limits, control);
    };
    Found best{.placed = placeWith({})};
    if (!options.share) return best;
    std::vector<Pair> always;
    std::vector<Pair> rest;
    for (const Pair& pair : candidates(program, emissions, order, lives)) {
        const bool same = bytesOf(program, pair.first) == bytesOf(program, pair.second);
        (same ? always : rest).push_back(pair);
    }
    const auto tryPairs = [&](std::vector<Pair> pairs) {
        Placed placed = placeWith(pairs);
        if (placed.arenaBytes > best.placed.arenaBytes) return false;
        const bool lower = placed.arenaBytes < best.placed.arenaBytes;
        if (lower || pairs.size() > best.pairs.size()) best = {std::move(placed), std::move(pairs)};
        return lower;
    };
    tryPairs(always);
    std::ranges::stable_sort(rest, [&](const Pair& a, const Pair& b) {
        return bytesOf(program, a.first) > bytesOf(program, b.first);
    });
    int trials = 0;
    for (const Pair& pair : rest) {
        if (control.stop.stop_requested() || ++trials > kMostTrials) break;
        std::vector<Pair> more = best.pairs;
        more.push_back(pair);
        tryPairs(std::move(more));
    }
    return best;
}

}  // namespace

Bytes alignmentOf(const interp::Program& program, std::int32_t tensor) {
    const interp::TensorInfo& info = program.tensors[program.slot(0, tensor)];
    const std::size_t width = info.elements == 0 ? 1 : info.bytes / info.elements;
    return std::min(static_cast<Bytes>(width), kAlignment);
}

bool isInArena(const interp::Program& program, std::int32_t tensor) {
    const interp::TensorInfo& info = program.tensors[program.slot(0, tensor)];
    return !info.isConstant && !info.isVariable && info.bytes > 0 &&
           info.type != TensorType::Resource && info.type != TensorType::Variant;
}

Memory planMemory(const interp::Program& program, const std::vector<Emission>& emissions,
                  const MemoryOptions& options, const SearchControl& control) {
    OrderProblem problem = orderProblem(buildGraph(program.model).subgraphs[0]);
    const Schedule written = orderAsWritten(problem);
    std::vector<Schedule> orders;
    Memory memory;
    if (options.reorder) {
        const SearchResult<Schedule> smallest = findOptimalOrder(problem, options.limits, control);
        memory.orderReason = smallest.reason;
        memory.peakBoundBytes = smallest.lowerBound;
        orders.push_back(smallest.best);
        // With the kernels' own memory, another order may be the best.
        OrderProblem whole = problem;
        for (std::size_t o = 0; o < whole.operators.size(); ++o)
            whole.operators[o].scratchBytes = static_cast<Bytes>(emissions[o].scratchBytes);
        orders.push_back(findOptimalOrder(whole, options.limits, control).best);
    }
    orders.push_back(written);

    bool isFirst = true;
    std::set<std::vector<std::int32_t>> tried;
    for (const Schedule& schedule : orders) {
        if (!tried.insert(schedule.order).second) continue;
        Found found = bestPlacement(program, emissions, schedule.order, options, control);
        if (!isFirst && found.placed.arenaBytes >= memory.arenaBytes) continue;
        isFirst = false;
        memory.order = schedule.order;
        memory.peakBytes = scheduleOf(problem, schedule.order).peakBytes;
        memory.offsets = std::move(found.placed.offsets);
        memory.scratch = std::move(found.placed.scratch);
        memory.arenaBytes = (found.placed.arenaBytes + kAlignment - 1) / kAlignment * kAlignment;
        memory.lowerBoundBytes = found.placed.lowerBoundBytes;
        memory.shared = std::move(found.pairs);
    }
    if (!options.reorder) memory.peakBoundBytes = memory.peakBytes;
    return memory;
}

}  // namespace thimble::cproject
