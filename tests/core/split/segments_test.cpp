#include "core/split/segments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "core/split/row_pieces.h"
#include "tests/core/split/random_rows.h"

namespace thimble::split {
namespace {

/// What a partition takes when all of it is run, not segment by segment.
Partition runWhole(const RowGraph& graph, std::vector<Segment> segments) {
    const std::vector<RowTask> tasks = orderRows(graph, segments);
    const std::vector<Bytes> load = rowLoad(graph, rowPieces(graph, tasks), tasks);
    return {std::move(segments), *std::ranges::max_element(load),
            static_cast<std::int64_t>(tasks.size())};
}

std::vector<Partition> runEvery(const RowGraph& graph) {
    std::vector<Partition> all;
    for (const std::vector<Segment>& segments : test::everyPartition(graph))
        all.push_back(runWhole(graph, segments));
    return all;
}

std::pair<std::int64_t, Bytes> callsThenLoad(const Partition& p) { return {p.calls, p.load}; }

TEST(Segments, TheLeastLoadIsThatOfTheBestOfEveryPartition) {
    SplitMix random(71);
    for (int round = 0; round < 1000; ++round) {
        SCOPED_TRACE(round);
        const RowGraph graph = test::randomRows(random, {.gaps = false});
        const std::vector<Partition> every = runEvery(graph);
        const Bytes best = std::ranges::min(every, std::less{}, &Partition::load).load;
        const Partition least = leastLoad(graph, segmentCosts(graph, {}));
        ASSERT_EQ(least.load, best);
        ASSERT_EQ(runWhole(graph, least.segments), least);
    }
}

TEST(Segments, TheFewestCallsWithinEveryLimitThatMakesADifference) {
    SplitMix random(72);
    for (int round = 0; round < 400; ++round) {
        SCOPED_TRACE(round);
        const RowGraph graph = test::randomRows(random, {.operators = 5, .gaps = false});
        const std::vector<SegmentCost> costs = segmentCosts(graph, {});
        const std::vector<Partition> every = runEvery(graph);
        for (const Partition& one : every)
            for (const Bytes limit : {one.load - 1, one.load}) {
                std::optional<Partition> best;
                for (const Partition& other : every)
                    if (other.load <= limit &&
                        (!best || callsThenLoad(other) < callsThenLoad(*best)))
                        best = other;
                const std::optional<Partition> fewest = fewestCalls(graph, costs, limit);
                ASSERT_EQ(fewest.has_value(), best.has_value());
                if (!fewest) continue;
                ASSERT_EQ(callsThenLoad(*fewest), callsThenLoad(*best));
                ASSERT_EQ(runWhole(graph, fewest->segments), *fewest);
            }
    }
}

/// Where windows leave out rows, a segment is charged for rows that it keeps for nobody: costs are
/// bounds, and what is promised for the partition is kept.
TEST(Segments, WithRowsThatNobodyReadsCostsAreNotTooLow) {
    SplitMix random(73);
    for (int round = 0; round < 1000; ++round) {
        SCOPED_TRACE(round);
        const RowGraph graph = test::randomRows(random, {.operators = 5});
        const Partition least = leastLoad(graph, segmentCosts(graph, {}));
        ASSERT_LE(runWhole(graph, least.segments).load, least.load);
    }
}

TEST(Segments, RowsThatAreLeftOutAreStillCharged) {
    // Of tensor 1 every second row is read, after an operator that has nothing to do with it.
    const RowGraph graph{
        .tensors = {{0, 3, 1, true},
                    {1, 3, 4},
                    {2, 1, 10, true},
                    {3, 1, 10, false, true},
                    {4, 2, 1, false, true}},
        .operators = {
            {.op = 0, .rule = RowRule::Same, .inputs = {0}, .outputs = {1}, .positions = {0}},
            {.op = 1, .inputs = {2}, .outputs = {3}, .positions = {0}},
            {.op = 2,
             .rule = RowRule::Window,
             .inputs = {1},
             .outputs = {4},
             .stride = 2,
             .positions = {0}}}};
    const std::vector<Segment> segments{{0, 1, true}, {1, 2, false}, {2, 3, true}};
    EXPECT_EQ(runWhole(graph, segments).load, 2 * 4 + 10 + 10);
    EXPECT_EQ(leastLoad(graph, segmentCosts(graph, {})).load, 3 * 4 + 10 + 10);
}

TEST(Segments, AnInputThatNobodyReadsIsThereAtFirst) {
    const RowGraph graph{
        .tensors = {{0, 1, 100, true}, {1, 1, 4, true}, {2, 1, 4, false, true}},
        .operators = {
            {.op = 0, .rule = RowRule::Same, .inputs = {1}, .outputs = {2}, .positions = {0}}}};
    EXPECT_EQ(leastLoad(graph, segmentCosts(graph, {})).load, 104);
    EXPECT_EQ(runWhole(graph, {{0, 1, true}}).load, 104);
}

TEST(Segments, EachThatCanBeHasACost) {
    SplitMix random(74);
    const RowGraph graph = test::randomChain(random, 4, 6);
    const std::vector<SegmentCost> costs = segmentCosts(graph, {});
    EXPECT_EQ(costs.size(), 4U + 4 * 5 / 2);
    std::stop_source stop;
    stop.request_stop();
    const std::vector<SegmentCost> whole = segmentCosts(graph, {stop.get_token(), {}});
    EXPECT_EQ(whole.size(), 4U) << "stopped, there is still a partition";
    EXPECT_EQ(leastLoad(graph, whole).segments.size(), 4U);
}

}  // namespace
}  // namespace thimble::split
