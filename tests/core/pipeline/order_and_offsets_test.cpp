#include "core/pipeline/order_and_offsets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "core/arena/optimal_plan.h"
#include "core/schedule/optimal_order.h"
#include "core/schedule/search_graph.h"
#include "tests/core/schedule/every_order.h"

namespace thimble {
namespace {

using testing::IsEmpty;

constexpr Bytes kEndless = std::numeric_limits<Bytes>::max();

/// Tensors as an order keeps them alive, then scratch. `tensors` gets whose the buffers are.
ArenaProblem arenaOf(const OrderProblem& problem, const std::vector<std::int32_t>& order,
                     std::vector<std::size_t>& tensors) {
    std::vector<LiveRange> live(problem.bytes.size(), LiveRange{-1, -1});
    const auto steps = static_cast<std::int32_t>(order.size());
    const auto touch = [&](std::int32_t t, std::int32_t step) {
        LiveRange& range = live[static_cast<std::size_t>(t)];
        if (range.first < 0) range.first = step;
        range.last = step + 1;
    };
    ArenaProblem scratch;
    for (std::int32_t step = 0; step < steps; ++step) {
        const OrderOperator& op =
            problem.operators[static_cast<std::size_t>(order[static_cast<std::size_t>(step)])];
        for (const std::int32_t t : op.inputs) touch(t, step);
        for (const std::int32_t t : op.outputs) touch(t, step);
        if (op.scratchBytes > 0)
            scratch.buffers.push_back({.bytes = op.scratchBytes, .live = {step, step + 1}});
    }
    for (const std::int32_t t : problem.inputs)
        if (live[static_cast<std::size_t>(t)].last >= 0)
            live[static_cast<std::size_t>(t)].first = 0;
    for (const std::int32_t t : problem.outputs)
        if (live[static_cast<std::size_t>(t)].last >= 0)
            live[static_cast<std::size_t>(t)].last = steps;
    std::vector<char> exists(problem.bytes.size(), 0);
    for (const std::int32_t t : problem.inputs) exists[static_cast<std::size_t>(t)] = 1;
    for (const OrderOperator& op : problem.operators)
        for (const std::int32_t t : op.outputs) exists[static_cast<std::size_t>(t)] = 1;
    ArenaProblem arena;
    for (std::size_t t = 0; t < live.size(); ++t) {
        if (exists[t] == 0 || live[t].last < 0 || problem.bytes[t] == 0) continue;
        arena.buffers.push_back({.bytes = problem.bytes[t], .live = live[t]});
        tensors.push_back(t);
    }
    for (const ArenaBuffer& buffer : scratch.buffers) arena.buffers.push_back(buffer);
    return arena;
}

Bytes smallestHeight(const OrderProblem& problem, const std::vector<std::int32_t>& order) {
    std::vector<std::size_t> tensors;
    return findOptimalPlan(arenaOf(problem, order, tensors)).best.arenaBytes;
}

/// Over every order within the peak.
void tryEveryOrder(const OrderProblem& problem, Bytes peakBytes, std::vector<std::int32_t>& order,
                   Bytes& best) {
    if (order.size() == problem.operators.size()) {
        if (scheduleOf(problem, order).peakBytes <= peakBytes)
            best = std::min(best, smallestHeight(problem, order));
        return;
    }
    for (std::int32_t op = 0; op < static_cast<std::int32_t>(problem.operators.size()); ++op) {
        const auto has = [&](std::int32_t o) { return std::ranges::find(order, o) != order.end(); };
        bool ready = !has(op);
        for (const std::int32_t t : problem.operators[static_cast<std::size_t>(op)].inputs)
            for (std::size_t o = 0; o < problem.operators.size(); ++o)
                if (std::ranges::find(problem.operators[o].outputs, t) !=
                    problem.operators[o].outputs.end())
                    ready = ready && has(static_cast<std::int32_t>(o));
        for (const auto& [first, second] : problem.after)
            if (second == op) ready = ready && has(first);
        if (!ready) continue;
        order.push_back(op);
        tryEveryOrder(problem, peakBytes, order, best);
        order.pop_back();
    }
}

LayoutQuestion questionOf(const OrderProblem& problem) {
    const auto first = findOptimalOrder(problem);
    return {.head = problem,
            .workingSet = problem,
            .peakBytes = first.best.peakBytes,
            .lowerBoundBytes = first.lowerBound,
            .lowerThanBytes = smallestHeight(problem, first.best.order)};
}

/// An answer is an order within the peak and a plan without overlaps, as high as said.
void expectValid(const LayoutQuestion& question, const OrderAndOffsets& answer) {
    const Schedule schedule = scheduleOf(question.workingSet, answer.order);
    EXPECT_THAT(checkSchedule(question.workingSet, schedule), IsEmpty());
    EXPECT_LE(schedule.peakBytes, question.peakBytes);
    EXPECT_LT(answer.heightBytes, question.lowerThanBytes);
    std::vector<std::size_t> tensors;
    ArenaProblem arena = arenaOf(question.head, answer.order, tensors);
    for (std::size_t i = 0; i < tensors.size(); ++i)
        arena.buffers[i].fixedOffset = answer.offsets[tensors[i]];
    const ArenaPlan plan = planGreedyBySize(arena);
    EXPECT_THAT(checkArenaPlan(arena, plan), IsEmpty());
    EXPECT_LE(plan.arenaBytes, answer.heightBytes);
}

/// A picture cut into tiles, each a chain of operators, and put together from what they give: in
/// every order tensors wait while others come and go. `next` gives the sizes, from 0.
template <typename Next>
OrderProblem tiles(int count, int length, const Next& next) {
    OrderProblem problem;
    const auto tensor = [&](Bytes least, std::size_t range) {
        problem.bytes.push_back(next(least, range));
        return static_cast<std::int32_t>(problem.bytes.size()) - 1;
    };
    const std::int32_t picture = tensor(16, 12);
    problem.inputs = {picture};
    OrderOperator together;
    for (int tile = 0; tile < count; ++tile) {
        std::int32_t last = picture;
        const auto then = [&](Bytes least, std::size_t range) {
            const std::int32_t output = tensor(least, range);
            problem.operators.push_back({.inputs = {last}, .outputs = {output}});
            last = output;
        };
        then(3, 4);
        for (int k = 0; k < length; ++k) then(12, 8);
        then(2, 3);
        together.inputs.push_back(last);
    }
    together.outputs = {tensor(8, 10)};
    problem.outputs = together.outputs;
    problem.operators.push_back(together);
    return problem;
}

OrderProblem randomTiles(SplitMix& random, int count, int length) {
    return tiles(count, length, [&](Bytes least, std::size_t range) {
        return least + test::below(random, range);
    });
}

/// Against every order and every placement. Returns how much lower the answer is than what there
/// was.
Bytes compareWithAll(const LayoutQuestion& question, bool isExact) {
    Bytes lowest = kEndless;
    std::vector<std::int32_t> order;
    tryEveryOrder(question.head, question.peakBytes, order, lowest);
    const auto found = findOrderAndOffsets(question, {.nodes = 1'000'000});
    Bytes height = question.lowerThanBytes;
    if (!found.best.order.empty()) {
        expectValid(question, found.best);
        height = found.best.heightBytes;
    }
    EXPECT_LE(found.lowerBound, lowest);
    EXPECT_GE(height, lowest);
    if (isExact) {
        EXPECT_EQ(found.reason, StopReason::Proven);
        EXPECT_EQ(height, lowest);
    }
    return question.lowerThanBytes - height;
}

TEST(OrderAndOffsets, IsTheLowestOfAllOrdersAndPlacements) {
    SplitMix random(1);
    for (int k = 0; k < 600 && !testing::Test::HasFailure(); ++k) {
        SCOPED_TRACE(k);
        OrderProblem problem = test::randomProblem(random, 7);
        const bool withScratch = k % 4 == 0;
        for (OrderOperator& op : problem.operators)
            if (!withScratch) op.scratchBytes = 0;
        if (searchGraph(problem).carriedBytes > 0) continue;
        LayoutQuestion question = questionOf(problem);
        question.lowerThanBytes += 50;
        compareWithAll(question, !withScratch);
    }
}

struct Fragmenting {
    const char* name;
    int count, length;
    std::vector<Bytes> bytes;
    Bytes ofFirstOrder, ofBestOrder;
};

const Fragmenting kFragmenting[] = {
    {"two tiles", 2, 3, {27, 5, 12, 19, 19, 2, 4, 19, 15, 13, 2, 11}, 45, 40},
    {"two long tiles", 2, 4, {24, 4, 12, 19, 18, 14, 4, 6, 17, 17, 17, 12, 4, 16}, 45, 41},
    {"three tiles", 3, 2, {25, 3, 12, 19, 2, 5, 18, 19, 4, 4, 12, 12, 4, 16}, 44, 43},
};

TEST(OrderAndOffsets, FindsTheOrderThatCanBePlacedWithoutWaste) {
    for (const Fragmenting& c : kFragmenting) {
        SCOPED_TRACE(c.name);
        std::size_t next = 0;
        const OrderProblem problem =
            tiles(c.count, c.length, [&](Bytes, std::size_t) { return c.bytes[next++]; });
        const LayoutQuestion question = questionOf(problem);
        EXPECT_EQ(question.lowerThanBytes, c.ofFirstOrder);
        EXPECT_EQ(question.lowerThanBytes - compareWithAll(question, true), c.ofBestOrder);
    }
}

TEST(OrderAndOffsets, OftenBeatsTheBestPlacementOfTheFirstOptimalOrder) {
    SplitMix random(2);
    int fragmented = 0;
    int better = 0;
    for (int k = 0; k < 200; ++k) {
        SCOPED_TRACE(k);
        const LayoutQuestion question = questionOf(randomTiles(random, 4, 3));
        if (question.lowerThanBytes == question.lowerBoundBytes) continue;
        ++fragmented;
        const auto found = findOrderAndOffsets(question, {.nodes = 100'000});
        if (found.best.order.empty()) continue;
        expectValid(question, found.best);
        ++better;
    }
    EXPECT_GT(fragmented, 10);
    EXPECT_EQ(better, fragmented);
}

TEST(OrderAndOffsets, TheSameAnswerEachTimeAndSomethingValidAtEveryLimit) {
    SplitMix random(3);
    LayoutQuestion question = questionOf(randomTiles(random, 5, 3));
    question.lowerThanBytes += 50;
    for (const std::int64_t nodes : {0, 1, 10, 100, 1'000, 10'000, 100'000}) {
        SCOPED_TRACE(nodes);
        const auto found = findOrderAndOffsets(question, {.nodes = nodes});
        const auto again = findOrderAndOffsets(question, {.nodes = nodes});
        EXPECT_EQ(found.best, again.best);
        EXPECT_EQ(found.nodes, again.nodes);
        EXPECT_LE(found.nodes, nodes);
        if (!found.best.order.empty()) expectValid(question, found.best);
    }
    std::stop_source stop;
    stop.request_stop();
    const auto cancelled = findOrderAndOffsets(question, {}, {stop.get_token(), {}});
    EXPECT_EQ(cancelled.reason, StopReason::Cancelled);
    EXPECT_THAT(cancelled.best.order, IsEmpty());
}

}  // namespace
}  // namespace thimble
