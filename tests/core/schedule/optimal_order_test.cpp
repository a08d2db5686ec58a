#include "core/schedule/optimal_order.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/graph/graph_text.h"
#include "core/schedule/search_graph.h"
#include "core/schedule/unavoidable.h"
#include "tests/core/schedule/every_order.h"

namespace thimble {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

OrderProblem problemOf(const char* text) {
    const auto graph = graphFromText(text);
    EXPECT_TRUE(graph.has_value()) << (graph ? "" : graph.error().message);
    return graph ? orderProblem(graph->subgraphs[0]) : OrderProblem();
}

struct OrderCase {
    const char* name;
    const char* graph;
    Bytes asWritten;
    Bytes smallest;
    std::vector<std::int32_t> order;
};

const OrderCase kOrderCases[] = {
    {"no operators", "x 8; out x", 0, 0, {}},
    {"a chain has only one order", "x 8; a = conv(x) 16; b = conv(a) 4", 24, 24, {0, 1}},
    {"finish the wide branch first",
     "x 8; a = conv(x) 16; b = conv(x) 64; c = conv(b) 4; y = add(a, c) 4",
     88,
     76,
     {1, 2, 0, 3}},
    {"of equally good orders the one as written",
     "x 8; a = f(x) 4; b = f(x) 4; c = f(a) 4; d = f(b) 4; y = add(c, d) 4",
     16,
     16,
     {0, 1, 2, 3, 4}},
    {"only what must move moves",
     "x 1; a = f(x) 1; b = f(a) 2; p = f(b) 16; q = f(b) 64; r = f(q) 4; s = add(p, r) 4; t = f(s) "
     "1",
     84,
     70,
     {0, 1, 3, 4, 2, 5, 6}},
    {"an unread output costs while it is written",
     "x 8; a, z = split(x) 4, 100; b = f(x) 50; y = add(a, b) 4; out y",
     112,
     112,
     {0, 1, 2}},
    {"an input nobody reads costs nothing", "x 8; z 100; y = f(x) 8; out y", 16, 16, {0}},
    {"an output that is read stays",
     "x 8; a = f(x) 30; b = f(a) 50; c = f(x) 9; out a, b, c",
     97,
     89,
     {0, 2, 1}},
    {"read twice by one operator", "x 8; a = mul(x, x) 8", 16, 16, {0}},
};

TEST(OptimalOrder, IsWhatTheTableSays) {
    for (const auto& [name, text, asWritten, smallest, order] : kOrderCases) {
        SCOPED_TRACE(name);
        const OrderProblem problem = problemOf(text);
        const auto result = findOptimalOrder(problem);
        EXPECT_EQ(orderAsWritten(problem).peakBytes, asWritten);
        EXPECT_EQ(result.best.peakBytes, smallest);
        EXPECT_EQ(result.best.order, order);
        EXPECT_EQ(result.lowerBound, smallest);
        EXPECT_EQ(result.reason, StopReason::Proven);
        EXPECT_THAT(checkSchedule(problem, result.best), IsEmpty());
    }
}

TEST(OptimalOrder, ScratchAndPrecedenceCount) {
    OrderProblem problem =
        problemOf("x 8; a = conv(x) 16; b = conv(x) 64; c = conv(b) 4; y = add(a, c) 4");
    problem.operators[3].scratchBytes = 100;
    EXPECT_EQ(findOptimalOrder(problem).best.peakBytes, 124);
    problem.operators[3].scratchBytes = 0;
    problem.after = {{0, 1}};
    EXPECT_EQ(findOptimalOrder(problem).best.peakBytes, 88);
}

TEST(OptimalOrder, AListThatIsOutOfOrderIsPutInOrder) {
    OrderProblem problem = problemOf("x 8; a = f(x) 4; b = f(a) 2");
    std::swap(problem.operators[0], problem.operators[1]);
    EXPECT_THAT(orderAsWritten(problem).order, ElementsAre(1, 0));
    EXPECT_THAT(findOptimalOrder(problem).best.order, ElementsAre(1, 0));
}

/// Branches of one length side by side: from the front every way leads up, and there are many.
OrderProblem wideProblem(std::int32_t branches, std::int32_t length) {
    SplitMix random(7);
    OrderProblem problem;
    problem.bytes.push_back(10);
    problem.inputs.push_back(0);
    std::vector<std::int32_t> ends(static_cast<std::size_t>(branches), 0);
    for (std::int32_t step = 0; step < length; ++step)
        for (std::int32_t& end : ends) {
            problem.bytes.push_back(1 + static_cast<Bytes>(random.next() % 100));
            const auto next = static_cast<std::int32_t>(problem.bytes.size() - 1);
            problem.operators.push_back({{end}, {next}, 0});
            end = next;
        }
    problem.bytes.push_back(1);
    const auto last = static_cast<std::int32_t>(problem.bytes.size() - 1);
    problem.operators.push_back({ends, {last}, 0});
    problem.outputs.push_back(last);
    return problem;
}

TEST(OptimalOrder, ManyBranchesSideBySideAreNoTrouble) {
    const OrderProblem problem = wideProblem(60, 5);
    const auto result = findOptimalOrder(problem, {.nodes = 100'000});
    EXPECT_EQ(result.reason, StopReason::Proven);
    EXPECT_EQ(result.best.peakBytes, result.lowerBound);
    EXPECT_THAT(checkSchedule(problem, result.best), IsEmpty());
}

TEST(OptimalOrder, StopsWhenAskedTo) {
    const OrderProblem problem = wideProblem(12, 5);
    std::stop_source stop;
    stop.request_stop();
    const auto result = findOptimalOrder(problem, {}, {.stop = stop.get_token(), .progress = {}});
    EXPECT_EQ(result.reason, StopReason::Cancelled);
    EXPECT_THAT(checkSchedule(problem, result.best), IsEmpty());
    EXPECT_LT(result.lowerBound, result.best.peakBytes);
    EXPECT_EQ(result.nodes, 0);
}

TEST(OptimalOrder, ProgressNarrowsDown) {
    const OrderProblem problem = wideProblem(40, 6);
    std::vector<SearchProgress> told;
    const auto result = findOptimalOrder(
        problem, {}, {.stop = {}, .progress = [&](const SearchProgress& p) { told.push_back(p); }});
    for (std::size_t i = 0; i < told.size(); ++i) {
        EXPECT_LE(told[i].bound, result.best.peakBytes);
        EXPECT_GE(told[i].best, result.best.peakBytes);
        if (i == 0) continue;
        EXPECT_GE(told[i].nodes, told[i - 1].nodes);
        EXPECT_GE(told[i].bound, told[i - 1].bound);
        EXPECT_LE(told[i].best, told[i - 1].best);
    }
}

TEST(OptimalOrder, IsTheSameEveryTime) {
    const OrderProblem problem = wideProblem(20, 4);
    const auto first = findOptimalOrder(problem, {.nodes = 200});
    const auto second = findOptimalOrder(problem, {.nodes = 200});
    EXPECT_EQ(first.best, second.best);
    EXPECT_EQ(first.lowerBound, second.lowerBound);
    EXPECT_EQ(first.nodes, second.nodes);
}

TEST(Unavoidable, CutsAreWhereEveryOrderPasses) {
    const SearchGraph graph = searchGraph(
        problemOf("x 8; a = f(x) 4; b = f(a) 2; c = f(a) 3; d = add(b, c) 1; e = f(d) 1"));
    const Unavoidable found = findUnavoidable(graph, std::vector<std::int32_t>{0, 1, 2, 3, 4});
    EXPECT_THAT(found.cuts, ElementsAre(1, 3, 4));
    EXPECT_EQ(found.peakBytes, 12);
}

TEST(Unavoidable, IsNotAboveTheBestOfAllOrders) {
    SplitMix random(6);
    for (int round = 0; round < 1000; ++round) {
        const OrderProblem problem = test::randomProblem(random, 9);
        const SearchGraph graph = searchGraph(problem);
        EXPECT_LE(findUnavoidable(graph, firstListedOrder(graph)).peakBytes,
                  test::smallestPeakOfAllOrders(problem));
    }
}

}  // namespace
}  // namespace thimble
