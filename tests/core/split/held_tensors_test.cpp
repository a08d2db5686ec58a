#include "core/split/held_tensors.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/split/arena_history.h"
#include "tests/core/split/random_rows.h"

namespace thimble::split {
namespace {

RowGraph numbered(RowGraph graph) {
    for (std::size_t t = 0; t < graph.tensors.size(); ++t)
        graph.tensors[t].tensor = static_cast<std::int32_t>(t);
    for (std::size_t o = 0; o < graph.operators.size(); ++o)
        graph.operators[o].op = static_cast<std::int32_t>(o);
    return graph;
}

/// From the rectangles of the history: another road to the same number.
Bytes mostBytes(const ArenaHistory& history, std::int32_t tensor) {
    Bytes most = 0;
    for (std::size_t step = 0; step < history.steps.size(); ++step) {
        Bytes bytes = 0;
        for (const HeldBytes& held : history.held)
            if ((held.kind == HeldBytes::Kind::Tensor || held.kind == HeldBytes::Kind::Row) &&
                held.number == tensor && held.isAt(static_cast<std::int32_t>(step)))
                bytes += held.bytes;
        most = std::max(most, bytes);
    }
    return most;
}

TEST(HeldTensors, HoldWhatTheHistoryHolds) {
    SplitMix random(86);
    int rows = 0;
    for (int round = 0; round < 60; ++round) {
        SCOPED_TRACE(round);
        const RowGraph graph = numbered(test::randomChain(random, 6, 12));
        const auto plan = planRows(graph, {.limits = {.nodes = 20}}, {});
        ASSERT_TRUE(plan);
        const ArenaHistory history = historyOf(plan->graph, *plan);
        for (const HeldTensor& held : heldTensors(*plan)) {
            SCOPED_TRACE(held.tensor);
            if (held.isWhole) continue;  // its rows come and go one by one in the history
            ++rows;
            EXPECT_EQ(held.mostBytes, mostBytes(history, held.tensor));
            EXPECT_GE(held.pieces, 1);
            EXPECT_GE(held.pieceBytes * held.pieces, held.mostBytes);
        }
    }
    EXPECT_GT(rows, 20);
}

TEST(HeldSegments, AccountForEveryOperatorAndCall) {
    SplitMix random(87);
    for (int round = 0; round < 60; ++round) {
        SCOPED_TRACE(round);
        const RowGraph graph = numbered(test::randomChain(random, 6, 12));
        const auto plan =
            planRows(graph, {.sliceChannels = round % 2 == 1, .limits = {.nodes = 20}}, {});
        ASSERT_TRUE(plan);
        const auto segments = heldSegments(*plan);
        ASSERT_EQ(segments.size(), plan->chosen.size());
        std::size_t operators = 0;
        std::int64_t calls = 0;
        for (const HeldSegment& segment : segments) {
            operators += segment.operators.size();
            calls += segment.calls;
        }
        EXPECT_EQ(operators, graph.operators.size());
        EXPECT_EQ(calls,
                  std::ranges::count_if(plan->tasks, [](const RowTask& t) { return !t.isPush(); }));
    }
}

}  // namespace
}  // namespace thimble::split
