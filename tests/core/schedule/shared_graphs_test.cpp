// Real graphs and models with recorded optima.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/graph/graph.h"
#include "core/liveness/working_set.h"
#include "core/schedule/optimal_order.h"
#include "core/schedule/order_json.h"
#include "core/schedule/schedulers.h"
#include "tests/support/test_data.h"
#include "tools/make_samples/samples.h"

namespace thimble {
namespace {

using nlohmann::json;
using testing::IsEmpty;

json readJson(const std::filesystem::path& path) { return json::parse(std::ifstream(path)); }

void expectProven(const OrderProblem& problem, Bytes asWritten, Bytes best) {
    EXPECT_EQ(orderAsWritten(problem).peakBytes, asWritten);
    const auto result = findOptimalOrder(problem);
    EXPECT_EQ(result.best.peakBytes, best);
    EXPECT_EQ(result.lowerBound, best);
    EXPECT_EQ(result.reason, StopReason::Proven);
    EXPECT_THAT(checkSchedule(problem, result.best), IsEmpty());
    if (asWritten == best) EXPECT_EQ(result.best, orderAsWritten(problem));
}

TEST(SharedGraphs, AreOrderedAsWellAsCanBe) {
    THIMBLE_NEEDS_TEST_DATA();
    const auto folder = test::testDataFolder() / "graphs";
    const json all = readJson(folder / "expected.json");
    for (const auto& [name, expected] : all.items()) {
        SCOPED_TRACE(name);
        const auto problem = readOrderJson(test::readAll(folder / (name + ".json")).bytes());
        ASSERT_TRUE(problem.has_value()) << problem.error().message;
        expectProven(*problem, expected["as_written_peak_bytes"], expected["best_peak_bytes"]);
    }
}

TEST(SharedModels, AreOrderedAsWellAsCanBe) {
    THIMBLE_NEEDS_TEST_DATA();
    for (const std::string& name : test::sharedModels()) {
        SCOPED_TRACE(name);
        const json expected = readJson(test::testDataFolder() / "expected" / (name + ".json"));
        const Graph graph = buildGraph(test::readShared(name));
        const json& set = expected["working_set"];
        if (set.contains("best_peak_bytes"))
            expectProven(orderProblem(graph.subgraphs[0]), set["as_written_peak_bytes"],
                         set["best_peak_bytes"]);
    }
}

TEST(SharedModels, AsWrittenTheyHaveTheWorkingSetsOfLiveness) {
    THIMBLE_NEEDS_TEST_DATA();
    for (const std::string& name : test::sharedModels()) {
        SCOPED_TRACE(name);
        for (const SubgraphGraph& graph : buildGraph(test::readShared(name)).subgraphs) {
            const OrderProblem problem = orderProblem(graph);
            EXPECT_TRUE(checkOrderProblem(problem).has_value());
            const Schedule schedule = orderAsWritten(problem);
            EXPECT_EQ(schedule.workingSetBytes, workingSet(graph, liveRanges(graph)).perOperator);
            EXPECT_TRUE(std::ranges::is_sorted(schedule.order));
        }
    }
}

struct SampleCase {
    Model (*build)();
    Bytes asWritten;
    Bytes best;
};

TEST(SampleOrders, AreKnown) {
    for (const auto& [build, asWritten, best] :
         {SampleCase{samples::nasCell, 262'144, 122'880},
          SampleCase{samples::nasNet2338, 40'960, 16'384}, SampleCase{samples::xLstm, 388, 344}}) {
        const Graph graph = buildGraph(build());
        SCOPED_TRACE(graph.subgraphs[0].operators.size());
        expectProven(orderProblem(graph.subgraphs[0]), asWritten, best);
    }
}

TEST(Schedulers, AllAnswerTheSameQuestion) {
    const OrderProblem problem = orderProblem(buildGraph(samples::nasCell()).subgraphs[0]);
    for (const Scheduler& scheduler : schedulers()) {
        SCOPED_TRACE(scheduler.name);
        EXPECT_EQ(findScheduler(scheduler.name), &scheduler);
        const auto result = scheduler.run(problem, {}, {});
        EXPECT_THAT(checkSchedule(problem, result.best), IsEmpty());
        EXPECT_LE(result.lowerBound, 122'880);
        EXPECT_EQ(result.reason == StopReason::Proven, result.best.peakBytes == 122'880);
        if (scheduler.exact) EXPECT_EQ(result.reason, StopReason::Proven);
    }
    EXPECT_EQ(findScheduler("worst"), nullptr);
}

}  // namespace
}  // namespace thimble
