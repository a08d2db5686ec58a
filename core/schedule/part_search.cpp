#include "core/schedule/part_search.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "core/schedule/budget_search.h"
#include "core/schedule/run_state.h"
#include "core/schedule/unavoidable.h"

namespace thimble {

namespace {

constexpr std::int64_t kFirstTurn = 256;  // nodes; each turn is twice as long as the one before
constexpr std::size_t kMostMemory = std::size_t{256} << 20U;
constexpr std::int64_t kNodesPerTell = 1 << 14;

std::vector<std::int32_t> asListed(std::size_t count, bool fromTheBack) {
    std::vector<std::int32_t> rank(count);
    std::iota(rank.begin(), rank.end(), 0);
    if (fromTheBack) std::ranges::reverse(rank);
    return rank;
}

void keepBetter(Part& part, std::vector<std::int32_t> order) {
    const Bytes peak = peakOf(part.graph, order);
    if (peak >= part.peakBytes) return;
    part.peakBytes = peak;
    part.order = std::move(order);
}

/// One of the two directions in which the question can be asked.
struct Direction {
    bool fromTheBack = false;
    bool gaveUp = false;
    SearchGraph graph;
    BudgetSearch search;

    Direction(const Part& part, Bytes budget, bool back)
        : fromTheBack(back),
          graph(back ? backwards(part.graph) : part.graph),
          search(graph, budget, asListed(graph.operators.size(), back)) {}
    [[nodiscard]] std::vector<std::int32_t> order() const {
        std::vector<std::int32_t> result = search.order();
        if (fromTheBack) std::ranges::reverse(result);
        return result;
    }
};

/// Up to `nodes` more. Open when they were used up.
BudgetSearch::Answer takeTurn(Direction& direction, Part& part, std::int64_t nodes,
                              SearchMeter& meter) {
    for (const std::int64_t last = direction.search.nodes() + nodes;;) {
        const std::int64_t before = direction.search.nodes();
        const std::int64_t turn = std::min({last - before, meter.nodesLeft(), kNodesPerTell});
        const BudgetSearch::Answer answer = direction.search.run(turn, meter.stop());
        meter.add(direction.search.nodes() - before);
        if (answer == BudgetSearch::Answer::Found) keepBetter(part, direction.order());
        if (answer == BudgetSearch::Answer::Impossible)
            part.boundBytes = std::max(part.boundBytes, direction.search.nextBudget());
        if (answer != BudgetSearch::Answer::Open) return answer;
        direction.gaveUp = direction.search.memoryBytes() > kMostMemory;
        if (direction.gaveUp || meter.stop().stop_requested() || meter.nodesLeft() <= 0 ||
            direction.search.nodes() >= last)
            return answer;
        meter.tell(part.peakBytes, part.boundBytes);
    }
}

}  // namespace

std::vector<Part> cutIntoParts(const SearchGraph& graph, const std::vector<std::int32_t>& written) {
    if (written.empty()) return {};
    std::vector<std::size_t> ends = findUnavoidable(graph, written).cuts;
    ends.push_back(written.size());
    std::vector<Part> parts;
    for (SearchGraph& own : cutGraph(graph, written, ends)) {
        Part& part = parts.emplace_back();
        part.graph = std::move(own);
        part.order = asListed(part.graph.operators.size(), false);
        part.peakBytes = part.writtenPeakBytes = peakOf(part.graph, part.order);
        part.boundBytes = findUnavoidable(part.graph, part.order).peakBytes;
    }
    return parts;
}

void tryGreedy(Part& part) {
    for (const bool fromTheBack : {false, true}) {
        const SearchGraph graph = fromTheBack ? backwards(part.graph) : part.graph;
        const std::vector<std::int32_t> rank = asListed(graph.operators.size(), fromTheBack);
        RunState state(graph);
        while (!state.complete())
            state.run(*std::ranges::min_element(state.ready(), {}, [&](std::int32_t op) {
                const StepCost cost = state.cost(op);
                return std::tuple(cost.after, cost.during, rank[static_cast<std::size_t>(op)]);
            }));
        std::vector<std::int32_t> order = state.steps();
        if (fromTheBack) std::ranges::reverse(order);
        keepBetter(part, std::move(order));
    }
}

Outcome searchWithin(Part& part, Bytes budget, std::int64_t nodes, SearchMeter& meter) {
    Direction directions[] = {{part, budget, false}, {part, budget, true}};
    const std::int64_t start = meter.nodes();
    for (std::int64_t turn = kFirstTurn;; turn *= 2) {
        for (Direction& direction : directions) {
            if (direction.gaveUp) continue;
            const std::int64_t left = nodes - (meter.nodes() - start);
            if (takeTurn(direction, part, std::min(turn, left), meter) !=
                BudgetSearch::Answer::Open)
                return Outcome::Answered;
            if (meter.stop().stop_requested()) return Outcome::Cancelled;
            if (meter.nodesLeft() <= 0 || turn >= left) return Outcome::OutOfNodes;
        }
        if (directions[0].gaveUp && directions[1].gaveUp) return Outcome::OutOfMemory;
    }
}

}  // namespace thimble
