// `thimble order` as scripts meet it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <nlohmann/json.hpp>
#include <numeric>
#include <random>
#include <string>

#include "tests/cli/command_test.h"

namespace thimble {
namespace {

using nlohmann::json;
using test::Outcome;
using testing::HasSubstr;

class Order : public test::CommandTest {};

const char* const kWideBranchWaits = R"({"tensors": [8, 16, 64, 4, 4], "operators": [
    {"inputs": [0], "outputs": [1]}, {"inputs": [0], "outputs": [2]},
    {"inputs": [2], "outputs": [3]}, {"inputs": [1, 3], "outputs": [4]}],
    "inputs": [0], "outputs": [4]})";

/// Layers that each depend on any of the layer before: far more than a search gets through.
std::string endlessGraph() {
    constexpr int kLayers = 30, kWidth = 30;
    std::mt19937 random(1);
    json graph = {{"tensors", {50}}, {"operators", json::array()}, {"inputs", {0}}};
    std::vector<int> last = {0};
    for (int layer = 0; layer < kLayers; ++layer) {
        std::vector<int> next;
        for (int i = 0; i < kWidth; ++i) {
            next.push_back(static_cast<int>(graph["tensors"].size()));
            graph["tensors"].push_back(1 + random() % 50);
            const int a = last[random() % last.size()], b = last[random() % last.size()];
            graph["operators"].push_back({{"inputs", {a, b}}, {"outputs", {next.back()}}});
        }
        last = next;
    }
    graph["outputs"] = last;
    return graph.dump();
}

TEST_F(Order, JsonHasEveryFieldOfTheContract) {
    const Outcome outcome = run("order " + write("g.json", kWideBranchWaits) + " --json");
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    const json j = json::parse(outcome.out);
    EXPECT_EQ(j["as_written_peak_bytes"], 88);
    EXPECT_EQ(j["peak_bytes"], 76);
    EXPECT_EQ(j["lower_bound_bytes"], 76);
    EXPECT_EQ(j["operators"], json({1, 2, 0, 3}));
    EXPECT_EQ(j["reason"], "proven");
    EXPECT_TRUE(j["seconds"].is_number());
    EXPECT_EQ(outcome.err, "");
}

TEST_F(Order, PrintsForPeople) {
    const Outcome outcome = run("order " + write("g.json", kWideBranchWaits));
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.out, HasSubstr("88 bytes\n"));
    EXPECT_THAT(outcome.out, HasSubstr("76 bytes: no order needs less\n"));
    EXPECT_THAT(outcome.out, HasSubstr("Order\n  1-2 0 3\n"));
}

TEST_F(Order, AtTheLimitItPrintsTheBestSoFar) {
    const std::string graph = write("g.json", endlessGraph());
    const Outcome first = run("order " + graph + " --nodes 2000 --json");
    ASSERT_EQ(first.status, 0) << first.err;
    json j = json::parse(first.out);
    EXPECT_EQ(j["reason"], "limit");
    EXPECT_LT(j["lower_bound_bytes"], j["peak_bytes"]);
    EXPECT_LE(j["peak_bytes"], j["as_written_peak_bytes"]);
    json again = json::parse(run("order " + graph + " --nodes 2000 --json").out);
    j.erase("seconds");
    again.erase("seconds");
    EXPECT_EQ(j, again);
}

TEST_F(Order, CtrlCPrintsTheBestSoFar) {
    const Outcome outcome = run("order " + write("g.json", endlessGraph()) + " --json",
                                "timeout --signal=INT --preserve-status 1 ");
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    const json j = json::parse(outcome.out);
    EXPECT_EQ(j["reason"], "cancelled");
    EXPECT_LE(j["peak_bytes"], j["as_written_peak_bytes"]);
    std::vector<int> operators = j["operators"];
    std::ranges::sort(operators);
    std::vector<int> all(operators.size());
    std::iota(all.begin(), all.end(), 0);
    EXPECT_EQ(operators, all);
}

TEST_F(Order, BadInputIsOneLine) {
    const std::string cycle = write("cycle.json", R"({"tensors": [1], "operators":
        [{"inputs": [0], "outputs": [0]}], "inputs": [], "outputs": []})");
    for (const std::string& arguments :
         {"order " + cycle, "order " + write("empty.json", ""), "order " + write("text.json", "{]"),
          std::string("order /nowhere.json"), std::string("order"), "order " + cycle + " --nodes x",
          "order " + cycle + " --nodes -1", "order " + cycle + " --frob"}) {
        SCOPED_TRACE(arguments);
        test::expectOneErrorLine(run(arguments));
    }
    EXPECT_THAT(run("order " + cycle).err, HasSubstr("cycle.json: operator 0 waits for itself"));
}

TEST_F(Order, HelpTeaches) {
    const Outcome outcome = run("order --help");
    EXPECT_EQ(outcome.status, 0);
    for (const char* words : {"INPUT.json", "--nodes", "--json", "\"tensors\"", "Examples", "peak"})
        EXPECT_THAT(outcome.out, HasSubstr(words));
}

}  // namespace
}  // namespace thimble
