#include "core/split/row_graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>

#include "tests/core/split/random_rows.h"

namespace thimble::split {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

/// A window, a sum of two tensors of four rows, a sum over rows, something without a rule.
RowGraph soundGraph() {
    return {.tensors = {{0, 4, 4, true}, {1, 4, 4}, {2, 4, 4}, {3, 1, 4}, {4, 2, 4, false, true}},
            .operators = {{.op = 0,
                           .rule = RowRule::Window,
                           .inputs = {0},
                           .outputs = {1},
                           .height = 3,
                           .padTop = 1,
                           .positions = {0}},
                          {.op = 1,
                           .rule = RowRule::Same,
                           .inputs = {0, 1},
                           .outputs = {2},
                           .rowOverlaps = {{1, 0}},
                           .positions = {0, 1}},
                          {.op = 2,
                           .rule = RowRule::Sum,
                           .inputs = {2},
                           .outputs = {3},
                           .sumBytes = 16,
                           .positions = {0}},
                          {.op = 3, .inputs = {3}, .outputs = {4}, .positions = {0}}}};
}

struct Nonsense {
    const char* name;
    std::function<void(RowGraph&)> put;
    const char* fault;
};

constexpr std::int32_t kHuge = std::numeric_limits<std::int32_t>::max();

const Nonsense kNonsense[] = {
    {"no rows", [](RowGraph& g) { g.tensors[1].rows = 0; }, "no rows"},
    {"rows below zero", [](RowGraph& g) { g.tensors[1].rows = -4; }, "no rows"},
    {"rows of nothing", [](RowGraph& g) { g.tensors[2].rowBytes = 0; }, "no rows"},
    {"rows of less", [](RowGraph& g) { g.tensors[2].rowBytes = -1; }, "no rows"},
    {"no such input", [](RowGraph& g) { g.operators[0].inputs = {5}; }, "a tensor that is none"},
    {"input -1", [](RowGraph& g) { g.operators[0].inputs = {-1}; }, "a tensor that is none"},
    {"no such output", [](RowGraph& g) { g.operators[3].outputs = {9}; }, "a tensor that is none"},
    {"read before made", [](RowGraph& g) { std::swap(g.operators[0], g.operators[1]); },
     "reads what nobody has made"},
    {"reads itself",
     [](RowGraph& g) {
         g.operators[1].inputs = {0, 2};
     },
     "reads what nobody has made"},
    {"made twice", [](RowGraph& g) { g.operators[1].outputs = {1}; }, "makes what is there"},
    {"makes an input", [](RowGraph& g) { g.operators[0].outputs = {0}; }, "makes what is there"},
    {"made by two outputs",
     [](RowGraph& g) {
         g.operators[3].outputs = {4, 4};
     },
     "makes what is there"},
    {"positions", [](RowGraph& g) { g.operators[1].positions = {0}; }, "positions and inputs"},
    {"two outputs by rows",
     [](RowGraph& g) {
         g.tensors.push_back({5, 4, 4});
         g.operators[0].outputs = {1, 5};
     },
     "not one output"},
    {"no inputs by rows",
     [](RowGraph& g) {
         g.operators[0].inputs.clear();
         g.operators[0].positions.clear();
     },
     "not one output"},
    {"no height", [](RowGraph& g) { g.operators[0].height = 0; }, "window makes no sense"},
    {"no stride", [](RowGraph& g) { g.operators[0].stride = 0; }, "window makes no sense"},
    {"backwards", [](RowGraph& g) { g.operators[0].stride = -1; }, "window makes no sense"},
    {"no dilation", [](RowGraph& g) { g.operators[0].dilation = 0; }, "window makes no sense"},
    {"padding below zero", [](RowGraph& g) { g.operators[0].padTop = -1; },
     "window makes no sense"},
    {"other rows", [](RowGraph& g) { g.tensors[1].rows = 3; }, "inputs of other rows"},
    {"sum to two rows", [](RowGraph& g) { g.tensors[3].rows = 2; }, "a sum of several rows"},
    {"sum of two",
     [](RowGraph& g) {
         g.operators[2].inputs = {1, 2};
         g.operators[2].positions = {0, 1};
     },
     "a sum of several rows"},
    {"may overwrite what is none",
     [](RowGraph& g) {
         g.operators[1].rowOverlaps = {{2, 0}};
     },
     "may overwrite"},
    {"may overwrite what is none, as a whole",
     [](RowGraph& g) {
         g.operators[3].wholeOverlaps = {{1, 0}};
     },
     "may overwrite"},
    {"scratch", [](RowGraph& g) { g.operators[0].rowScratchBytes = -1; }, "less than nothing"},
    {"scratch as a whole", [](RowGraph& g) { g.operators[3].wholeScratchBytes = -8; },
     "less than nothing"},
    {"sums", [](RowGraph& g) { g.operators[2].sumBytes = -4; }, "less than nothing"},
    {"overwrites with nothing",
     [](RowGraph& g) {
         g.operators[3].outputs.clear();
         g.operators[3].wholeOverlaps = {{0, 0}};
     },
     "may overwrite"},
    {"a stream from inside", [](RowGraph& g) { g.tensors[1].isStreamed = true; },
     "streamed, but no input"},
    {"no alignment", [](RowGraph& g) { g.alignment = 0; }, "an alignment of 0"},
    {"alignment", [](RowGraph& g) { g.alignment = 12; }, "an alignment of 12"},
    {"two windows",
     [](RowGraph& g) {
         g.operators[0].inputs = {0, 0};
         g.operators[0].positions = {0, 1};
         ++g.tensors[static_cast<std::size_t>(g.operators[0].outputs[0])].rows;
     },
     "inputs of other rows"},
};

TEST(CheckRowGraph, BelievesWhatIsRight) {
    EXPECT_THAT(checkRowGraph(soundGraph()), IsEmpty());
    EXPECT_THAT(checkRowGraph({}), IsEmpty());
    SplitMix random(111);
    for (int round = 0; round < 500; ++round)
        ASSERT_THAT(checkRowGraph(test::randomRows(random, {.operators = 12})), IsEmpty());
}

TEST(CheckRowGraph, SeesEveryKindOfNonsense) {
    for (const auto& [name, put, fault] : kNonsense) {
        SCOPED_TRACE(name);
        RowGraph graph = soundGraph();
        put(graph);
        EXPECT_THAT(checkRowGraph(graph), Contains(HasSubstr(fault)));
    }
}

TEST(RowsNeeded, AreThoseOfTheWindowThatThereAre) {
    const RowGraph graph = soundGraph();
    RowOperator op = graph.operators[0];
    EXPECT_EQ(rowsNeeded(graph, op, 0, 0), (RowRange{0, 2}));
    EXPECT_EQ(rowsNeeded(graph, op, 0, 1), (RowRange{0, 3}));
    EXPECT_EQ(rowsNeeded(graph, op, 0, 3), (RowRange{2, 4}));
    op.stride = 2;
    op.dilation = 2;
    op.padTop = 0;
    EXPECT_EQ(rowsNeeded(graph, op, 0, 0), (RowRange{0, 4}));
    EXPECT_EQ(rowsNeeded(graph, op, 0, 1), (RowRange{2, 4}));
    EXPECT_EQ(rowsNeeded(graph, op, 0, 2), (RowRange{4, 4})) << "all of it is padding";
    op.height = 1;
    op.padTop = 3;
    EXPECT_EQ(rowsNeeded(graph, op, 0, 0), (RowRange{0, 0}));
    op.stride = op.height = op.dilation = op.padTop = kHuge;
    EXPECT_EQ(rowsNeeded(graph, op, 0, 0), (RowRange{0, 4})) << "no more than there are";
    EXPECT_EQ(rowsNeeded(graph, op, 0, 3), (RowRange{4, 4}));
    EXPECT_EQ(rowsNeeded(graph, graph.operators[1], 1, 2), (RowRange{2, 3}));
    EXPECT_EQ(rowsNeeded(graph, graph.operators[3], 0, 1), (RowRange{0, 1}));
}

}  // namespace
}  // namespace thimble::split
