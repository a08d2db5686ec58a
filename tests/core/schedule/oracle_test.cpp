// The search against trying everything.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "core/schedule/beam_order.h"
#include "core/schedule/optimal_order.h"
#include "tests/core/schedule/every_order.h"

namespace thimble {
namespace {

using test::randomProblem;
using test::smallestPeakOfAllOrders;
using testing::IsEmpty;

std::string print(const OrderProblem& problem) {
    const auto list = [](const auto& numbers) {
        std::string text = "[";
        for (const auto number : numbers) text += std::to_string(number) + " ";
        return text + "]";
    };
    std::string text = "bytes " + list(problem.bytes);
    for (const OrderOperator& op : problem.operators)
        text += "\n  " + list(op.inputs) + " -> " + list(op.outputs) + " scratch " +
                std::to_string(op.scratchBytes);
    text += "\ninputs " + list(problem.inputs) + " outputs " + list(problem.outputs);
    for (const auto& [first, second] : problem.after)
        text += "\n  " + std::to_string(first) + " before " + std::to_string(second);
    return text;
}

/// False when something is wrong, so that a loop can stop at the first of many.
bool agrees(const OrderProblem& problem) {
    SCOPED_TRACE(print(problem));
    const SearchResult<Schedule> result = findOptimalOrder(problem);
    EXPECT_THAT(checkSchedule(problem, result.best), IsEmpty());
    EXPECT_EQ(result.best.peakBytes, smallestPeakOfAllOrders(problem));
    EXPECT_EQ(result.lowerBound, result.best.peakBytes);
    EXPECT_EQ(result.reason, StopReason::Proven);
    return !testing::Test::HasFailure();
}

/// How the edges of a small graph become tensors.
enum class Shape {
    Plain,        ///< one output each, sinks are the graph's outputs
    WithInput,    ///< sources read the graph's input, and so does the last operator
    ReadOutputs,  ///< the first operator's output is an output of the graph as well
    TwoOutputs,   ///< edges leave by turns from two outputs; one may remain unread
    Precedence,   ///< every other edge is precedence only
    NoOutputs,    ///< sinks have no outputs
    Last = NoOutputs,
};

/// Operator i < j has an edge to j for each bit set in `edges`; `sizes` has a bit per operator.
OrderProblem smallProblem(std::int32_t count, unsigned edges, unsigned sizes, Shape shape) {
    OrderProblem problem;
    problem.operators.resize(static_cast<std::size_t>(count));
    const auto op = [&](std::int32_t o) -> OrderOperator& {
        return problem.operators[static_cast<std::size_t>(o)];
    };
    const auto add = [&](Bytes bytes) {
        problem.bytes.push_back(bytes);
        return static_cast<std::int32_t>(problem.bytes.size() - 1);
    };
    if (shape == Shape::WithInput) problem.inputs.push_back(add(3));
    unsigned edge = 0;
    std::vector<std::vector<std::int32_t>> successors(static_cast<std::size_t>(count));
    for (std::int32_t i = 0; i < count; ++i)
        for (std::int32_t j = i + 1; j < count; ++j)
            if (edges >> edge++ & 1U) successors[static_cast<std::size_t>(i)].push_back(j);
    for (std::int32_t i = 0; i < count; ++i) {
        const auto& next = successors[static_cast<std::size_t>(i)];
        const Bytes bytes = (sizes >> static_cast<unsigned>(i) & 1U) ? 5 : 2;
        if (shape == Shape::NoOutputs && next.empty()) {
            op(i).scratchBytes = bytes;
            continue;
        }
        op(i).outputs.push_back(add(bytes));
        if (shape == Shape::TwoOutputs) op(i).outputs.push_back(add(7 - bytes));
        if (next.empty() || (shape == Shape::ReadOutputs && i == 0))
            problem.outputs.push_back(op(i).outputs[0]);
        for (std::size_t k = 0; k < next.size(); ++k)
            if (shape == Shape::Precedence && (next[k] + i) % 2 == 0)
                problem.after.push_back({i, next[k]});
            else
                op(next[k]).inputs.push_back(op(i).outputs[k % op(i).outputs.size()]);
    }
    if (shape == Shape::WithInput)
        for (std::int32_t i = 0; i < count; ++i)
            if (op(i).inputs.empty() || i == count - 1) op(i).inputs.push_back(0);
    return problem;
}

TEST(OptimalOrder, IsTheBestOfAllOrdersOfEveryGraphOfUpToFiveOperators) {
    for (std::int32_t count = 1; count <= 5; ++count)
        for (unsigned edges = 0; edges < 1U << static_cast<unsigned>(count * (count - 1) / 2);
             ++edges)
            for (unsigned sizes = 0; sizes < 1U << static_cast<unsigned>(count); ++sizes)
                for (int shape = 0; shape <= static_cast<int>(Shape::Last); ++shape)
                    if (!agrees(smallProblem(count, edges, sizes, static_cast<Shape>(shape))))
                        return;
}

TEST(OptimalOrder, IsTheBestOfAllOrdersOfRandomGraphs) {
    SplitMix random(1);
    for (int round = 0; round < 10'000; ++round)
        if (!agrees(randomProblem(random, 9))) return;
}

TEST(OptimalOrder, IsTheBestOfAllOrdersOfSomeLargerGraphs) {
    SplitMix random(2);
    for (int round = 0; round < 200; ++round)
        if (!agrees(randomProblem(random, 14))) return;
}

TEST(OptimalOrder, StoppedAtAnyNodeItIsValidAndItsBoundTrue) {
    SplitMix random(3);
    for (int round = 0; round < 500; ++round) {
        const OrderProblem problem = randomProblem(random, 10);
        SCOPED_TRACE(print(problem));
        const Bytes truth = smallestPeakOfAllOrders(problem);
        for (std::int64_t nodes = 0;; ++nodes) {
            const auto result = findOptimalOrder(problem, {.nodes = nodes});
            ASSERT_THAT(checkSchedule(problem, result.best), IsEmpty());
            ASSERT_LE(result.lowerBound, truth);
            ASSERT_LE(truth, result.best.peakBytes);
            ASSERT_LE(result.best.peakBytes, orderAsWritten(problem).peakBytes);
            ASSERT_LE(result.nodes, nodes);
            if (result.reason == StopReason::Proven) break;
            ASSERT_EQ(result.reason, StopReason::Limit);
        }
    }
}

TEST(BeamOrder, IsValidAndNotBelowTheBest) {
    SplitMix random(5);
    for (int round = 0; round < 1000; ++round) {
        const OrderProblem problem = randomProblem(random, 9);
        SCOPED_TRACE(print(problem));
        for (const std::size_t width : {1U, 8U}) {
            const Schedule schedule = beamOrder(problem, width);
            ASSERT_THAT(checkSchedule(problem, schedule), IsEmpty());
            ASSERT_GE(schedule.peakBytes, smallestPeakOfAllOrders(problem));
        }
    }
}

}  // namespace
}  // namespace thimble
