#include "core/split/channel_slices.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/split/row_plan.h"
#include "tests/core/split/random_rows.h"
#include "tests/core/split/row_simulator.h"

namespace thimble::split {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// x -> makes 12 channels -> passes them on -> adds them up -> y, two rows of two columns.
RowGraph chain() {
    const auto tensor = [](std::int32_t number, std::int32_t channels) {
        return RowTensor{
            .tensor = number, .rows = 2, .rowBytes = Bytes{2} * channels, .channels = channels};
    };
    const auto op = [](std::int32_t number, ChannelRule rule) {
        return RowOperator{.op = number,
                           .rule = RowRule::Window,
                           .inputs = {number},
                           .outputs = {number + 1},
                           .channels = rule,
                           .positions = {0}};
    };
    RowGraph graph{.tensors = {tensor(0, 2), tensor(1, 12), tensor(2, 12), tensor(3, 2)},
                   .operators = {op(0, {.makesSome = true}), op(1, {.passesSome = true}),
                                 op(2, {.addsSome = true})}};
    graph.tensors[0].isInput = true;
    graph.tensors[3].isOutput = true;
    return graph;
}

std::vector<Part::Role> rolesOf(const SlicedGraph& sliced) {
    std::vector<Part::Role> roles;
    for (const Part& part : sliced.parts) roles.push_back(part.role);
    return roles;
}

TEST(ChannelSlices, AreOfMultiplesOfFourWhereThatIsPossible) {
    EXPECT_THAT(sliceSizes(12, 2), ElementsAre(4, 8));
    EXPECT_THAT(sliceSizes(12, 8), ElementsAre(4, 4, 4));
    EXPECT_THAT(sliceSizes(6, 2), ElementsAre(2, 4));
    EXPECT_THAT(sliceSizes(5, 2), ElementsAre(2, 3));
    EXPECT_THAT(sliceSizes(1, 3), ElementsAre(1));
}

TEST(ChannelSlices, EndInSumsOrInTheirPlace) {
    using enum Part::Role;
    const RowGraph graph = chain();
    EXPECT_TRUE(canSlice(graph, 0, 3));
    EXPECT_TRUE(canSlice(graph, 0, 2));
    EXPECT_FALSE(canSlice(graph, 0, 1)) << "nobody passes them on";
    EXPECT_FALSE(canSlice(graph, 1, 3)) << "nobody makes them";
    const SlicedGraph sums = sliceChannels(graph, {{0, 3, true, 2}});
    EXPECT_THAT(rolesOf(sums), ElementsAre(Make, Pass, Add, Make, Pass, Add, End));
    const SlicedGraph placed = sliceChannels(graph, {{0, 2, true, 3}, {2, 3, true}});
    EXPECT_THAT(rolesOf(placed),
                ElementsAre(Make, Pass, Place, Make, Pass, Place, Make, Pass, Place, All));
    EXPECT_EQ(placed.graph.operators[5].stripe, (Stripe{4, 4, 12}));
    EXPECT_THAT(checkRowGraph(sums.graph), IsEmpty());
    EXPECT_THAT(checkRowGraph(placed.graph), IsEmpty());
}

TEST(ChannelSlices, AreSeenByNobodyElse) {
    RowGraph graph = chain();
    graph.tensors[1].isOutput = true;
    EXPECT_FALSE(canSlice(graph, 0, 2));
    graph = chain();
    graph.tensors[2].isOutput = true;
    EXPECT_FALSE(canSlice(graph, 0, 3));
    EXPECT_TRUE(canSlice(graph, 0, 2)) << "which is whole in the end";
    graph = chain();
    graph.operators[2].inputs = {1};
    EXPECT_FALSE(canSlice(graph, 0, 2));
    graph = chain();
    graph.operators[1].rule = RowRule::None;
    EXPECT_FALSE(canSlice(graph, 0, 2)) << "it needs all rows at once";
    for (RowTensor& tensor : graph.tensors) tensor.rows = 1;
    EXPECT_TRUE(canSlice(graph, 0, 2));
}

/// Segments with slices, planned: the parts of the graph, and what goes wrong without one of them.
TEST(ChannelSlices, OfARowAreAllThereWhenItIsRead) {
    const Result<RowPlan> plan =
        planRows(chain(), {.segments = {{0, 2, true, 3}, {2, 3, true}}}, {});
    ASSERT_TRUE(plan) << plan.error().message;
    int missing = 0;
    for (std::size_t k = 0; k < plan->tasks.size(); ++k) {
        const auto op = static_cast<std::size_t>(plan->tasks[k].op);
        if (plan->parts[op].role != Part::Role::Place) continue;
        std::vector<RowTask> tasks = plan->tasks;
        tasks.erase(tasks.begin() + static_cast<std::ptrdiff_t>(k));
        EXPECT_THAT(checkRows(plan->graph, plan->pieces, tasks, plan->placement),
                    Contains(HasSubstr("where it does not lie")));
        EXPECT_NE(test::runRows(plan->graph, plan->pieces, tasks, plan->placement), "");
        ++missing;
    }
    EXPECT_EQ(missing, 3 * 2);
    RowPlan other = *plan;
    for (RowOperator& op : other.graph.operators)
        if (op.stripe.first == 4) op.stripe.bytes = 3;
    EXPECT_THAT(checkRows(other.graph, other.pieces, other.tasks, other.placement),
                Contains(HasSubstr("where it does not lie")));
    EXPECT_THAT(checkRowGraph(other.graph), Contains(HasSubstr("what nobody has made")));
}

TEST(ChannelSlices, StripesAreDisjointPartsOfAPeriod) {
    const RowGraph sound = sliceChannels(chain(), {{0, 2, true, 3}, {2, 3, true}}).graph;
    const Stripe kBad[] = {{0, 5, 12}, {-1, 4, 12}, {10, 4, 12}, {4, 0, 12},
                           {4, 4, 6},  {4, 4, 7},   {4, 4, 0},   {}};
    for (const Stripe& stripe : kBad) {
        SCOPED_TRACE(testing::Message() << stripe.first << " " << stripe.bytes);
        RowGraph graph = sound;
        graph.operators[5].stripe = stripe;
        EXPECT_FALSE(checkRowGraph(graph).empty());
    }
    RowGraph graph = sound;
    graph.operators[5].rule = RowRule::None;
    EXPECT_THAT(checkRowGraph(graph), Contains(HasSubstr("stripe")));
}

TEST(ChannelSlices, OfRandomChainsAreSound) {
    SplitMix random(111);
    int slices = 0;
    for (int round = 0; round < 500; ++round) {
        SCOPED_TRACE(round);
        const RowGraph graph = test::randomSliceable(random, round % 2 == 0);
        ASSERT_THAT(checkRowGraph(graph), IsEmpty());
        const std::vector<Segment> segments = test::randomPartition(random, graph);
        const Result<RowPlan> plan =
            planRows(graph, {.segments = segments, .limits = {.nodes = 40}}, {});
        ASSERT_TRUE(plan) << plan.error().message;
        ASSERT_THAT(checkRowGraph(plan->graph), IsEmpty());
        ASSERT_EQ(test::runRows(plan->graph, plan->pieces, plan->tasks, plan->placement), "");
        slices += std::ranges::any_of(segments, [](const Segment& s) { return s.slices > 1; });
    }
    EXPECT_GT(slices, 200);
}

/// What is left out of the candidates is never missed; with what is, it is never worse.
TEST(ChannelSlices, AreChosenWhereTheyLowerWhatIsAlive) {
    SplitMix random(112);
    int better = 0;
    for (int round = 0; round < 150; ++round) {
        SCOPED_TRACE(round);
        const RowGraph graph = test::randomSliceable(random, false);
        Bytes least = -1;
        for (const std::vector<Segment>& segments : test::everyPartition(graph)) {
            const SlicedGraph sliced = sliceChannels(graph, segments);
            const std::vector<RowTask> tasks = orderRows(sliced.graph, sliced.segments);
            const std::vector<Bytes> load =
                rowLoad(sliced.graph, rowPieces(sliced.graph, tasks), tasks);
            const Bytes most = *std::ranges::max_element(load);
            if (least < 0 || most < least) least = most;
        }
        ASSERT_EQ(leastLoad(graph, segmentCosts(graph, {}, true)).load, least);
        const Bytes unsliced = leastLoad(graph, segmentCosts(graph, {})).load;
        better += least < unsliced ? 1 : 0;
        const SearchLimits limits{.nodes = 60};
        const Result<RowPlan> without = planRows(graph, {.limits = limits}, {});
        const Result<RowPlan> with = planRows(graph, {.sliceChannels = true, .limits = limits}, {});
        ASSERT_TRUE(with && without);
        ASSERT_LE(with->placement.arenaBytes, without->placement.arenaBytes);
    }
    EXPECT_GT(better, 10);
}

}  // namespace
}  // namespace thimble::split
