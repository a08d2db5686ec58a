#include "core/split/row_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/core/split/random_rows.h"
#include "tests/core/split/row_simulator.h"

namespace thimble::split {
namespace {

using testing::Each;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

const SearchLimits kFew{.nodes = 40};

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

RowPlan planOf(const RowGraph& graph, const RowPlanOptions& options = {.limits = kFew}) {
    const Result<RowPlan> plan = planRows(graph, options, {});
    EXPECT_TRUE(plan) << plan.error().message;
    return plan ? *plan : RowPlan{};
}

/// Bytes alive in each step, without any sharing.
std::vector<Bytes> aliveBytes(const RowPieces& pieces) {
    std::vector<Bytes> alive(at(pieces.steps));
    for (const Block& block : pieces.blocks)
        for (const Piece& piece : block.pieces)
            for (std::int32_t s = piece.first; s >= 0 && s <= piece.last; ++s)
                alive[at(s)] += piece.bytes;
    return alive;
}

/// The most that the task's output could share with rows that end with it.
Bytes mostShared(const RowGraph& graph, const RowPieces& pieces, const RowTask& task,
                 std::int32_t step) {
    if (task.isPush()) return 0;
    const RowOperator& op = graph.operators[at(task.op)];
    const bool isWhole = task.row == RowTask::kWhole;
    std::set<std::pair<std::int32_t, std::int32_t>> dying;
    for (std::size_t i = 0; i < op.inputs.size(); ++i) {
        const std::int32_t t = op.inputs[i];
        const RowRange range =
            isWhole ? RowRange{0, graph.tensors[at(t)].rows} : rowsNeeded(graph, op, i, task.row);
        for (std::int32_t row = range.first; row < range.end; ++row)
            if (pieces.pieceOf(t, row).last == step) dying.insert({t, row});
    }
    Bytes bytes = 0;
    for (const auto& [t, row] : dying) bytes += graph.tensors[at(t)].rowBytes;
    if (op.outputs.empty()) return 0;
    const RowTensor& out = graph.tensors[at(op.outputs[0])];
    return std::min(bytes, out.rowBytes * (isWhole ? out.rows : 1));
}

void expectSound(const RowGraph& graph, const RowPlan& plan) {
    ASSERT_EQ(plan.tasks, orderRows(graph, plan.segments));
    ASSERT_EQ(plan.pieces, rowPieces(graph, plan.tasks));
    ASSERT_THAT(checkRows(graph, plan.pieces, plan.tasks, plan.placement), IsEmpty());
    ASSERT_EQ(test::runRows(graph, plan.pieces, plan.tasks, plan.placement), "");
    for (std::size_t b = 0; b < plan.pieces.blocks.size(); ++b) {
        const Block& block = plan.pieces.blocks[b];
        const bool isHandedOver =
            block.kind == Block::Kind::Row && graph.tensors[at(block.number)].isStreamed;
        if (!isHandedOver) ASSERT_EQ(plan.placement.offsets[b] % graph.alignment, 0);
        ASSERT_GE(plan.placement.arenaBytes,
                  plan.placement.offsets[b] + plan.pieces.blocks[b].bytes);
    }
}

TEST(RowPlan, IsSoundAndAsLargeAsWhatIsAlive) {
    SplitMix random(91);
    for (int round = 0; round < 300; ++round) {
        SCOPED_TRACE(round);
        const bool overlaps = round % 3 != 0;
        const RowGraph graph = test::randomRows(
            random, {.operators = 14, .rows = 12, .bytes = 40, .overlaps = overlaps});
        const RowPlan plan = planOf(graph);
        expectSound(graph, plan);
        const std::vector<Bytes> load = rowLoad(graph, plan.pieces, plan.tasks);
        ASSERT_EQ(plan.loadBytes, *std::ranges::max_element(load));
        const std::vector<Bytes> alive = aliveBytes(plan.pieces);
        for (std::int32_t step = 0; step < plan.pieces.steps; ++step) {
            const Bytes shared =
                step > 0 && at(step) <= plan.tasks.size()
                    ? mostShared(graph, plan.pieces, plan.tasks[at(step) - 1], step)
                    : 0;
            ASSERT_GE(plan.placement.arenaBytes, alive[at(step)] - shared);
            ASSERT_GE(load[at(step)], alive[at(step)] - shared);
            if (!overlaps) ASSERT_EQ(load[at(step)], alive[at(step)]);
        }
        if (!overlaps) ASSERT_GE(plan.placement.arenaBytes, plan.loadBytes);
        ASSERT_FALSE(testing::Test::HasFailure());
    }
}

TEST(RowPlan, IsTheSameEveryTime) {
    SplitMix random(92);
    for (int round = 0; round < 25; ++round) {
        const RowGraph graph = test::randomRows(random, {.operators = 12, .rows = 9, .bytes = 30});
        const RowPlan once = planOf(graph), twice = planOf(graph);
        ASSERT_EQ(once.segments, twice.segments);
        ASSERT_EQ(once.tasks, twice.tasks);
        ASSERT_EQ(once.pieces, twice.pieces);
        ASSERT_EQ(once.placement, twice.placement);
    }
}

TEST(RowPlan, RowsThatComeNeedNoMoreThanRowsThatAreThere) {
    SplitMix random(23);
    int compared = 0;
    for (int round = 0; round < 300; ++round) {
        SCOPED_TRACE(round);
        RowGraph graph = round % 2 == 0 ? test::randomRows(random, {.operators = 8, .rows = 8})
                                        : test::randomSliceable(random, true);
        RowGraph resident = graph;
        for (RowTensor& tensor : resident.tensors) tensor.isStreamed = false;
        if (graph == resident) continue;
        ++compared;
        const RowPlanOptions options{.sliceChannels = true, .limits = {.nodes = 3}};
        const RowPlan plan = planOf(graph, options);
        EXPECT_LE(plan.placement.arenaBytes, planOf(resident, options).placement.arenaBytes);
        EXPECT_THAT(checkRows(plan.graph, plan.pieces, plan.tasks, plan.placement), IsEmpty());
        EXPECT_EQ(test::runRows(plan.graph, plan.pieces, plan.tasks, plan.placement), "");
    }
    EXPECT_GT(compared, 50);
}

TEST(RowPlan, KeepsSegmentsThatAreGiven) {
    SplitMix random(93);
    for (int round = 0; round < 100; ++round) {
        SCOPED_TRACE(round);
        const RowGraph graph = test::randomRows(random, {.operators = 10, .rows = 8, .bytes = 20});
        const std::vector<Segment> segments = test::randomPartition(random, graph);
        const RowPlan plan = planOf(graph, {.segments = segments, .limits = kFew});
        ASSERT_EQ(plan.segments, segments);
        expectSound(graph, plan);
        ASSERT_FALSE(testing::Test::HasFailure());
    }
}

TEST(RowPlan, WithinBytesTakesFewerCalls) {
    SplitMix random(94);
    for (int round = 0; round < 40; ++round) {
        SCOPED_TRACE(round);
        const RowGraph graph =
            test::randomRows(random, {.operators = 8, .rows = 9, .bytes = 30, .gaps = false});
        const RowPlan least = planOf(graph);
        const RowPlan within =
            planOf(graph, {.ramBytes = least.placement.arenaBytes, .limits = kFew});
        ASSERT_LE(within.placement.arenaBytes, least.placement.arenaBytes);
        ASSERT_LE(within.tasks.size(), least.tasks.size());
        const RowPlan plenty = planOf(graph, {.ramBytes = 1 << 20, .limits = kFew});
        std::size_t fewest = plenty.tasks.size();
        std::vector<Segment> whole;
        for (std::int32_t o = 0; at(o) < graph.operators.size(); ++o)
            whole.push_back({o, o + 1, false});
        ASSERT_LE(fewest, orderRows(graph, whole).size());
        expectSound(graph, within);
    }
}

TEST(RowPlan, IsSoundWhenItIsStoppedAtOnce) {
    SplitMix random(95);
    std::stop_source stop;
    stop.request_stop();
    for (int round = 0; round < 30; ++round) {
        const RowGraph graph = test::randomRows(random, {.operators = 10});
        const Result<RowPlan> plan = planRows(graph, {}, {stop.get_token(), {}});
        ASSERT_TRUE(plan) << plan.error().message;
        ASSERT_EQ(plan->reason, StopReason::Cancelled);
        expectSound(graph, *plan);
    }
}

TEST(RowPlan, RefusesWhatIsNoPartition) {
    SplitMix random(96);
    RowGraph graph = test::randomChain(random, 3, 6);
    graph.operators[1].rule = RowRule::None;
    const std::vector<Segment> kBad[] = {
        {{0, 1, false}},                 // the end is missing
        {{1, 2, false}, {2, 3, false}},  // the beginning is
        {{0, 1, false}, {2, 3, false}},  // the middle is
        {{0, 1, false}, {0, 1, false}, {1, 2, false}, {2, 3, false}},
        {{0, 1, true}, {1, 2, true}, {2, 3, true}},    // no rule
        {{0, 3, false}},                               // several as a whole
        {{0, 1, false}, {1, 2, false}, {2, 4, true}},  // more than there are
        {{0, 1, false}, {1, 1, true}, {1, 2, false}, {2, 3, false}},
        {{-1, 0, false}, {0, 1, false}, {1, 2, false}, {2, 3, false}},
    };
    for (const std::vector<Segment>& segments : kBad) {
        const Result<RowPlan> plan = planRows(graph, {.segments = segments}, {});
        ASSERT_FALSE(plan);
        EXPECT_EQ(plan.error().code, ErrorCode::InvalidArgument);
        EXPECT_THAT(plan.error().message, HasSubstr("segments"));
    }
    graph.tensors[1].rows = 0;
    EXPECT_FALSE(planRows(graph, {}, {}));
    EXPECT_TRUE(planRows({.tensors = {{0, 2, 3, true, true}}}, {}, {}));
    EXPECT_EQ(planOf({.tensors = {{0, 2, 3, true, true}}}).placement.arenaBytes, 6);
}

/// A pointwise layer, In[M, K] -> Out[M, N], whole at both ends, a pixel at a time.
RowGraph pointwise(std::int32_t pixels, Bytes in, Bytes out, std::vector<RowOverlap> overlaps) {
    return {.tensors = {{0, pixels, in, true}, {1, pixels, out, false, true}},
            .operators = {{.op = 0,
                           .rule = RowRule::Window,
                           .inputs = {0},
                           .outputs = {1},
                           .rowOverlaps = std::move(overlaps),
                           .positions = {0}}},
            .alignment = 1};
}

/// vMCU (MLSys 2024, arXiv 2406.06542) gives max(MN, MK) + min(N, K) - 1 segments. In bytes: where
/// N <= K, output pixel m ends at (m + 1) N and must end below input pixel m, which begins D + m K
/// bytes up; m = 0 asks for the most, D = N, and the arena is D + M K. Where N > K it is the last
/// pixel that asks: M N + K. The one byte less is the last of an output pixel, which is written
/// when the input pixel has been read and may lie over its first byte. A row that is made as one
/// and may not touch what it is made of cannot have it; a rule that says so can.
TEST(RowPlan, PointwiseLayersTakeWhatTheClosedFormSays) {
    for (const std::int32_t pixels : {1, 2, 3, 7, 16, 49, 144})
        for (const Bytes in : {1, 2, 3, 8, 10, 16, 33, 64})
            for (const Bytes out : {1, 2, 3, 8, 11, 16, 48, 96}) {
                SCOPED_TRACE(testing::Message() << pixels << " x " << in << " -> " << out);
                const RowPlanOptions byRows{.segments = {{0, 1, true}}};
                const Bytes closed = pixels * std::max(in, out) + std::min(in, out) - 1;
                const RowPlan apart = planOf(pointwise(pixels, in, out, {}), byRows);
                ASSERT_EQ(apart.placement.arenaBytes, closed + 1);
                ASSERT_EQ(apart.loadBytes, closed + 1);
                const RowGraph touching = pointwise(pixels, in, out, {{0, 1 - out}});
                const RowPlan plan = planOf(touching, byRows);
                ASSERT_EQ(plan.placement.arenaBytes, closed);
                ASSERT_EQ(test::runRows(touching, plan.pieces, plan.tasks, plan.placement), "");
                // A kernel that reads the whole pixel first may write over all of it.
                ASSERT_EQ(planOf(pointwise(pixels, in, out, {{0, 0}}), byRows).placement.arenaBytes,
                          pixels * std::max(in, out));
            }
}

}  // namespace
}  // namespace thimble::split
