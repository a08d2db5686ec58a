#include "core/split/pareto.h"

#include <gtest/gtest.h>

#include "core/split/edit_segments.h"
#include "tests/core/split/random_rows.h"

namespace thimble::split {
namespace {

const SearchLimits kFew{.nodes = 40};

Bytes wholeArena(const RowGraph& graph) {
    return planRows(graph, {.segments = wholeOperators(graph), .limits = kFew}, {})
        ->placement.arenaBytes;
}

TEST(Pareto, EveryPlanHasItsReason) {
    SplitMix random(82);
    std::size_t points = 0;
    for (int round = 0; round < 40; ++round) {
        SCOPED_TRACE(round);
        const RowGraph graph = test::randomChain(random, 8, 24);
        const Bytes whole = wholeArena(graph);
        int told = -1;
        std::size_t last = 0;
        const auto plans = paretoPlans(graph, {.mostBytes = whole, .limits = kFew}, {},
                                       [&](int done, const std::vector<RowPlan>& soFar) {
                                           EXPECT_EQ(done, ++told);
                                           last = soFar.size();
                                       });
        ASSERT_TRUE(plans);
        ASSERT_FALSE(plans->empty());
        EXPECT_EQ(last, plans->size());
        EXPECT_LE(plans->front().placement.arenaBytes,
                  planRows(graph, {.limits = kFew}, {})->placement.arenaBytes);
        for (std::size_t i = 1; i < plans->size(); ++i) {
            EXPECT_GT((*plans)[i].placement.arenaBytes, (*plans)[i - 1].placement.arenaBytes);
            EXPECT_LT((*plans)[i].tasks.size(), (*plans)[i - 1].tasks.size());
            EXPECT_LE((*plans)[i].placement.arenaBytes, whole);
        }
        points += plans->size();
    }
    EXPECT_GT(points, 80U);  // there is something to choose from
}

TEST(Pareto, WhoStopsHasTheSmallestArena) {
    SplitMix random(83);
    const RowGraph graph = test::randomChain(random, 8, 24);
    std::stop_source stop;
    const auto plans =
        paretoPlans(graph, {.mostBytes = wholeArena(graph), .limits = kFew}, {stop.get_token(), {}},
                    [&](int, const auto&) { stop.request_stop(); });
    ASSERT_TRUE(plans);
    EXPECT_EQ(plans->size(), 1U);
}

}  // namespace
}  // namespace thimble::split
