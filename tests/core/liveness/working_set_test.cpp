#include "core/liveness/working_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "core/graph/graph_text.h"

namespace thimble {
namespace {

using testing::ElementsAre;

Graph graphOf(const char* text) {
    const auto graph = graphFromText(text);
    EXPECT_TRUE(graph.has_value()) << (graph ? "" : graph.error().message);
    return graph.value_or(Graph{{SubgraphGraph{}}});
}

struct PeakCase {
    const char* name;
    const char* graph;
    std::vector<Bytes> perOperator;
    Bytes peak;
    std::ptrdiff_t peakOperator;
};

const PeakCase kPeakCases[] = {
    {"a chain", "x 8; a = conv(x) 16; b = conv(a) 4", {24, 20}, 24, 0},
    {"the wide branch waits",
     "x 8; a = conv(x) 16; b = conv(x) 64; c = conv(b) 4; y = add(a, c) 4",
     {24, 88, 84, 24},
     88,
     1},
    {"an input is alive until its last reader",
     "x 8; a = f(x) 1; b = f(a) 1; c = add(b, x) 1",
     {9, 10, 10},
     10,
     1},
    {"an input nobody reads is not alive", "x 8; z 100; a = f(x) 1; out a", {9}, 9, 0},
    {"an output is alive to the end",
     "x 8; a = f(x) 5; b = f(x) 1; c = f(b) 1; out a, c",
     {13, 14, 7},
     14,
     1},
    {"several outputs, one of them unread",
     "x 8; a, b = split(x) 3, 4; c = f(a) 2; out c",
     {15, 5},
     15,
     0},
    {"read twice by one operator", "x 8; a = mul(x, x) 8", {16}, 16, 0},
    {"the first of equal peaks", "x 8; a = f(x) 8; b = f(a) 8", {16, 16}, 16, 0},
    {"no operators", "x 8; out x", {}, 0, -1},
};

TEST(WorkingSet, IsWhatTheTableSays) {
    for (const PeakCase& c : kPeakCases) {
        SCOPED_TRACE(c.name);
        const Graph graph = graphOf(c.graph);
        const SubgraphGraph& main = graph.subgraphs[0];
        const WorkingSet set = workingSet(main, liveRanges(main));
        EXPECT_EQ(set.perOperator, c.perOperator);
        EXPECT_EQ(set.peakBytes, c.peak);
        EXPECT_EQ(set.peakOperator, c.peakOperator);
    }
}

TEST(WorkingSet, ConstantsVariablesAndHandlesTakeNothing) {
    Graph graph = graphOf("x 8; w 100; v 50; h 4; a = conv(x, w, v, h) 16");
    graph.subgraphs[0].tensors[1].role = TensorRole::Constant;
    graph.subgraphs[0].tensors[2].role = TensorRole::Variable;
    graph.subgraphs[0].tensors[3].role = TensorRole::Resource;
    const SubgraphGraph& main = graph.subgraphs[0];
    EXPECT_THAT(workingSet(main, liveRanges(main)).perOperator, ElementsAre(24));
}

/// The definition, spelled out: a tensor is alive in a step when it exists and is still needed.
std::vector<Bytes> bruteForce(const SubgraphGraph& graph) {
    std::vector<Bytes> result;
    for (std::size_t step = 0; step < graph.operators.size(); ++step) {
        Bytes alive = 0;
        for (std::size_t t = 0; t < graph.tensors.size(); ++t) {
            const auto id = static_cast<std::int32_t>(t);
            const auto uses = [&](const std::vector<std::int32_t>& list) {
                return std::ranges::find(list, id) != list.end();
            };
            bool exists = graph.tensors[t].isInput;
            bool needed = graph.tensors[t].isOutput;
            for (std::size_t o = 0; o < graph.operators.size(); ++o) {
                if (o <= step && uses(graph.operators[o].outputs)) exists = true;
                if (o >= step && uses(graph.operators[o].inputs)) needed = true;
            }
            const bool here = uses(graph.operators[step].outputs);
            if (exists && (needed || here)) alive += graph.tensors[t].bytes;
        }
        result.push_back(alive);
    }
    return result;
}

TEST(WorkingSet, AgreesWithTheDefinitionOnRandomGraphs) {
    std::mt19937 random(7);
    for (int round = 0; round < 500; ++round) {
        const int operators = 1 + static_cast<int>(random() % 9);
        std::string text =
            "x0 " + std::to_string(random() % 100) + "; x1 " + std::to_string(random() % 100);
        std::vector<std::string> names = {"x0", "x1"};
        for (int o = 0; o < operators; ++o) {
            const std::string a = names[random() % names.size()];
            const std::string b = names[random() % names.size()];
            const std::string y = "y" + std::to_string(o);
            text += "; " + y + ", " + y + "b = op(" + a + ", " + b + ") " +
                    std::to_string(random() % 100) + ", " + std::to_string(random() % 100);
            names.push_back(y);
            names.push_back(y + "b");
        }
        SCOPED_TRACE(text);
        const Graph graph = graphOf(text.c_str());
        const SubgraphGraph& main = graph.subgraphs[0];
        EXPECT_EQ(workingSet(main, liveRanges(main)).perOperator, bruteForce(main));
    }
}

TEST(GraphText, SaysWhichStatementItCannotRead) {
    for (const char* bad :
         {"x", "x eight", "y = f(x) 1", "x 8; x 9", "x 8; a = f(x", "x 8; a = f(x) 1, 2"}) {
        SCOPED_TRACE(bad);
        const auto graph = graphFromText(bad);
        ASSERT_FALSE(graph.has_value());
        EXPECT_EQ(graph.error().code, ErrorCode::InvalidArgument);
    }
}

}  // namespace
}  // namespace thimble
