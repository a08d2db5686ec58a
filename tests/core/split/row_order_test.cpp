#include "core/split/row_order.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "core/split/row_pieces.h"
#include "tests/core/split/random_rows.h"

namespace thimble::split {
namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

/// How many rows of each tensor are there, when tasks run one after the other.
class Counting {
public:
    explicit Counting(const RowGraph& graph)
        : m_graph(graph), m_made(graph.tensors.size()), m_added(graph.operators.size()) {
        for (std::size_t t = 0; t < m_made.size(); ++t)
            if (graph.tensors[t].isInput && !graph.tensors[t].isStreamed)
                m_made[t] = graph.tensors[t].rows;
    }

    void run(const RowTask& task) {
        if (task.isPush()) {
            EXPECT_TRUE(m_graph.tensors[at(task.pushed())].isStreamed);
            return makes(task.pushed(), task.row);
        }
        const RowOperator& op = m_graph.operators[at(task.op)];
        if (task.row == RowTask::kWhole) {
            for (const std::int32_t t : op.inputs) EXPECT_EQ(m_made[at(t)], rowsOf(t));
            for (const std::int32_t t : op.outputs) {
                EXPECT_EQ(m_made[at(t)], 0);
                m_made[at(t)] = rowsOf(t);
            }
            return;
        }
        for (std::size_t i = 0; i < op.inputs.size(); ++i)
            EXPECT_GE(m_made[at(op.inputs[i])], rowsNeeded(m_graph, op, i, task.row).end);
        if (op.rule != RowRule::Sum) return makes(op.outputs[0], task.row);
        EXPECT_EQ(task.row, m_added[at(task.op)]++);
        if (task.row + 1 == rowsOf(op.inputs[0])) makes(op.outputs[0], 0);
    }

    [[nodiscard]] std::int32_t made(std::int32_t t) const { return m_made[at(t)]; }

private:
    [[nodiscard]] std::int32_t rowsOf(std::int32_t t) const { return m_graph.tensors[at(t)].rows; }
    void makes(std::int32_t t, std::int32_t row) {
        EXPECT_EQ(row, m_made[at(t)]++) << "of tensor " << t;
        EXPECT_LE(m_made[at(t)], rowsOf(t));
    }

    const RowGraph& m_graph;
    std::vector<std::int32_t> m_made;   ///< by tensor
    std::vector<std::int32_t> m_added;  ///< by operator
};

TEST(RowOrder, RowsAreMadeOnceInTheirOrderAndAfterWhatTheyAreMadeOf) {
    SplitMix random(81);
    for (int round = 0; round < 1000; ++round) {
        SCOPED_TRACE(round);
        const RowGraph graph = test::randomRows(random, {.operators = 10, .rows = 9});
        const std::vector<Segment> segments = test::randomPartition(random, graph);
        Counting counting(graph);
        for (const RowTask& task : orderRows(graph, segments)) counting.run(task);
        for (std::int32_t t = 0; at(t) < graph.tensors.size(); ++t)
            if (graph.tensors[at(t)].isOutput)
                ASSERT_EQ(counting.made(t), graph.tensors[at(t)].rows);
        ASSERT_FALSE(testing::Test::HasFailure());
    }
}

TEST(RowOrder, SegmentsDoNotMix) {
    SplitMix random(82);
    for (int round = 0; round < 300; ++round) {
        SCOPED_TRACE(round);
        const RowGraph graph = test::randomRows(random, {.operators = 10});
        const std::vector<Segment> segments = test::randomPartition(random, graph);
        std::size_t now = 0;
        for (const RowTask& task : orderRows(graph, segments)) {
            if (task.isPush()) continue;
            while (task.op >= segments[now].end) ++now;
            ASSERT_GE(task.op, segments[now].first);
            ASSERT_EQ(task.row != RowTask::kWhole, segments[now].byRows);
        }
    }
}

TEST(RowOrder, BetweenTwoOperatorsThereIsOneWindow) {
    SplitMix random(83);
    for (int round = 0; round < 500; ++round) {
        SCOPED_TRACE(round);
        const std::int32_t count = 2 + test::below(random, 6);
        RowGraph graph = test::randomChain(random, at(count), 4 + test::below(random, 20));
        graph.tensors[0].isStreamed = test::below(random, 2) == 0;
        const std::vector<RowTask> tasks = orderRows(graph, {{0, count, true}});
        const RowPieces pieces = rowPieces(graph, tasks);
        for (std::int32_t t = graph.tensors[0].isStreamed ? 0 : 1; t < count; ++t) {
            const RowOperator& reader = graph.operators[at(t)];
            const std::int32_t window = (reader.height - 1) * reader.dilation + 1;
            for (std::int32_t step = 0; step < pieces.steps; ++step) {
                std::int32_t alive = 0;
                for (const Block& block : pieces.blocks)
                    if (block.kind == Block::Kind::Row && block.number == t)
                        for (const Piece& piece : block.pieces)
                            alive += piece.first <= step && step <= piece.last ? 1 : 0;
                ASSERT_LE(alive, window) << "of tensor " << t << " in step " << step;
            }
        }
    }
}

TEST(RowOrder, WhatMakesNothingRunsInItsTurn) {
    const RowGraph graph{
        .tensors = {{0, 2, 1, true}, {1, 2, 1}, {2, 1, 1, false, true}},
        .operators = {
            {.op = 0, .rule = RowRule::Same, .inputs = {0}, .outputs = {1}, .positions = {0}},
            {.op = 1, .inputs = {1}, .positions = {0}},
            {.op = 2, .inputs = {1}, .outputs = {2}, .positions = {0}}}};
    EXPECT_THAT(orderRows(graph, {{0, 1, true}, {1, 2, false}, {2, 3, false}}),
                testing::ElementsAre(RowTask{0, 0}, RowTask{0, 1}, RowTask{1, RowTask::kWhole},
                                     RowTask{2, RowTask::kWhole}));
}

TEST(RowOrder, ARowIsMadeWhenItIsAskedFor) {
    // A window of three over four rows, then their sum.
    RowGraph graph{.tensors = {{0, 4, 1, true, false, true}, {1, 4, 1}, {2, 1, 1, false, true}},
                   .operators = {{.op = 0,
                                  .rule = RowRule::Window,
                                  .inputs = {0},
                                  .outputs = {1},
                                  .height = 3,
                                  .padTop = 1,
                                  .positions = {0}},
                                 {.op = 1,
                                  .rule = RowRule::Sum,
                                  .inputs = {1},
                                  .outputs = {2},
                                  .sumBytes = 4,
                                  .positions = {0}}}};
    const std::int32_t push = -1;
    EXPECT_THAT(
        orderRows(graph, {{0, 2, true}}),
        testing::ElementsAre(RowTask{push, 0}, RowTask{push, 1}, RowTask{0, 0}, RowTask{1, 0},
                             RowTask{push, 2}, RowTask{0, 1}, RowTask{1, 1}, RowTask{push, 3},
                             RowTask{0, 2}, RowTask{1, 2}, RowTask{0, 3}, RowTask{1, 3}));
    EXPECT_THAT(
        orderRows(graph, {{0, 1, false}, {1, 2, false}}),
        testing::ElementsAre(RowTask{push, 0}, RowTask{push, 1}, RowTask{push, 2}, RowTask{push, 3},
                             RowTask{0, RowTask::kWhole}, RowTask{1, RowTask::kWhole}));
}

}  // namespace
}  // namespace thimble::split
