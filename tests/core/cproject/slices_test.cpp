// Chains in slices of channels: to sums, through reductions, into their place.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/core/cproject/split_program.h"
#include "tests/support/model_text.h"
#include "tests/support/test_data.h"

namespace thimble::cproject {
namespace {

using test::Counts;
using test::Example;
using test::SplitProgram;
using thimble::test::chainFromText;

constexpr const char* kPointwise =
    " | Conv2DOptions padding=1 stride_h=1 stride_w=1 fused_activation_function=";

/// [1, rows, 5, 3] -> 12 channels -> depthwise 3x3.
std::vector<std::string> expanded(int rows, int stride = 1) {
    const int made = (rows + stride - 1) / stride;
    const int columns = (5 + stride - 1) / stride;
    return {fmt::format("CONV_2D(i8 1x{0}x5x3 q0.05:3, i8 12x1x1x3 Q.01x12@0 =#1, i32 12 =#2~3000)"
                        " -> i8 1x{0}x5x12 q0.05:-4{1}1",
                        rows, kPointwise),
            fmt::format("DEPTHWISE_CONV_2D(i8 1x{0}x5x12 q0.05:-4, i8 1x3x3x12 Q.006x12@3 =#3, i32 "
                        "12 =#4~3000) -> i8 1x{1}x{2}x12 q0.05:7 | DepthwiseConv2DOptions "
                        "depth_multiplier=1 padding=0 stride_h={3} stride_w={3}",
                        rows, made, columns, stride)};
}

std::string product(int inputs, int outputs, bool perChannel, int seed, const char* shape) {
    return fmt::format(
        "FULLY_CONNECTED(i8 {0}{1} q0.05:7, i8 {2}x{1} {3} =#{4}, i32 {2} =#{5}~3000) -> "
        "i8 1x{2} q0.05:7 | FullyConnectedOptions fused_activation_function={6}",
        shape, inputs, outputs, perChannel ? fmt::format("Q.01x{}@0", outputs) : "q0.02:0", seed,
        seed + 1, seed % 2);
}

Model modelOf(const std::vector<std::string>& operators) { return chainFromText(operators); }

/// The operators of the graph before the chain, the chain in slices, and those behind it.
std::vector<split::Segment> around(const split::RowGraph& graph, std::int32_t first,
                                   std::int32_t end, std::int32_t slices) {
    std::vector<split::Segment> segments;
    const auto add = [&](std::int32_t o) {
        const bool hasRule =
            graph.operators[static_cast<std::size_t>(o)].rule != split::RowRule::None;
        segments.push_back({o, o + 1, hasRule});
    };
    for (std::int32_t o = 0; o < first; ++o) add(o);
    segments.push_back({first, end, true, slices});
    for (std::int32_t o = end; o < std::ssize(graph.operators); ++o) add(o);
    return segments;
}

split::RowGraph graphOf(const Model& model) {
    const auto whole = makeProject(model);
    EXPECT_TRUE(whole) << whole.error().message;
    return readRows(*whole->program, whole->emissions, whole->memory.order).graph;
}

/// In slices of several sizes, with these kernels among those that run.
void expectSliced(const Model& model, std::int32_t first, std::int32_t end,
                  const std::vector<std::string>& parts) {
    const split::RowGraph graph = graphOf(model);
    ASSERT_TRUE(split::canSlice(graph, first, end));
    SplitProgram program;
    Counts counts;
    const auto whole = makeProject(model);
    const std::vector<Example> examples = test::examplesOf(whole->program, 2);
    for (const std::int32_t slices : {2, 3, 8})
        test::checkSplit(model, {.segments = around(graph, first, end, slices)}, examples,
                         fmt::format("{} slices", slices), program, counts);
    EXPECT_EQ(counts.byRows, 3);
    for (const std::string& part : parts) EXPECT_GT(counts.parts[part], 0) << part;
    EXPECT_EQ(program.run(), "");
}

TEST(Slices, OfAModelsOutputGoToTheirPlace) {
    for (const int rows : {1, 4})
        expectSliced(modelOf(expanded(rows)), 0, 2, {"place th_place_row"});
    expectSliced(modelOf(expanded(4, 2)), 0, 2, {"place th_place_row"});
}

TEST(Slices, InTheirPlaceAreReadAsAWhole) {
    std::vector<std::string> operators = expanded(4);
    operators.emplace_back("RESHAPE(i8 1x4x5x12 q0.05:7, i32 2 =[1 240]) -> i8 1x240 q0.05:7");
    operators.push_back(product(240, 5, false, 5, "1x"));
    operators.push_back(product(5, 3, true, 7, "1x"));
    expectSliced(modelOf(operators), 0, 2, {"place th_place_row"});
}

TEST(Slices, InTheirPlaceAreReadByRows) {
    std::vector<std::string> operators = expanded(6);
    operators.push_back(
        fmt::format("CONV_2D(i8 1x6x5x12 q0.05:7, i8 4x3x3x12 Q.004x4@0 =#8, i32 4 =#9~3000) -> "
                    "i8 1x4x3x4 q0.05:2{}0",
                    kPointwise));
    expectSliced(modelOf(operators), 0, 2, {"place th_place_row"});
    expectSliced(modelOf(operators), 0, 3, {"add th_conv_part_s8_row", "end th_conv_end_s8_row"});
}

TEST(Slices, OfAMeanAreNeverAWholeImage) {
    std::vector<std::string> operators = {
        expanded(4)[0],
        "AVERAGE_POOL_2D(i8 1x4x5x12 q0.05:-4) -> i8 1x1x1x12 q0.05:-4 | Pool2DOptions padding=1 "
        "stride_h=1 stride_w=1 filter_height=4 filter_width=5 fused_activation_function=1"};
    const std::vector<std::string> pooled = {"pass th_pool_sum_8_s16", "place th_place_row"};
    expectSliced(modelOf(operators), 0, 2, pooled);
    // Through another shape, and as it is.
    std::vector<std::string> reshaped = operators;
    reshaped.emplace_back("RESHAPE(i8 1x1x1x12 q0.05:-4, i32 2 =[1 12]) -> i8 1x12 q0.05:-4");
    reshaped.push_back(product(12, 5, true, 10, "1x"));
    operators.push_back(product(12, 7, false, 12, "1x1x1x"));
    for (const std::vector<std::string>& all : {reshaped, operators}) {
        expectSliced(modelOf(all), 0, 2, pooled);
        expectSliced(
            modelOf(all), 0, 3,
            {"pass th_pool_sum_8_s16", "add th_fully_connected_part_s8", "end th_conv_end_s8_row"});
    }
}

TEST(Slices, OfProductsAddUp) {
    for (const int hidden : {2, 9, 12, 30})
        for (const bool perChannel : {false, true}) {
            SCOPED_TRACE(testing::Message() << hidden << (perChannel ? " per channel" : ""));
            expectSliced(
                modelOf({product(13, hidden, perChannel, 20, "1x"),
                         product(hidden, 6, perChannel, 23, "1x"), product(6, 3, false, 25, "1x")}),
                0, 2,
                {"make th_fully_connected_s8", "add th_fully_connected_part_s8",
                 "end th_conv_end_s8_row"});
        }
}

TEST(Slices, AreNotOfBytesWithOtherChannels) {
    // The second convolution sees six channels of what has four.
    const Model model =
        modelOf({fmt::format("CONV_2D(i8 1x3x6x2 q, i8 4x1x1x2 Q.01x4@0 =#1) -> i8 1x3x6x4 q{}0",
                             kPointwise),
                 "RESHAPE(i8 1x3x6x4 q, i32 4 =[1 3 4 6]) -> i8 1x3x4x6 q",
                 fmt::format("CONV_2D(i8 1x3x4x6 q, i8 2x1x1x6 Q.01x2@0 =#2) -> i8 1x3x4x2 q{}0",
                             kPointwise)});
    const split::RowGraph graph = graphOf(model);
    ASSERT_EQ(graph.operators.size(), 2U);
    EXPECT_FALSE(split::canSlice(graph, 0, 2));
}

TEST(Slices, OfProductsAreOfOneRow) {
    const auto sliceable = [](const std::string& first, const std::string& second) {
        return split::canSlice(graphOf(modelOf({first, second})), 0, 2);
    };
    EXPECT_TRUE(sliceable(product(4, 6, false, 1, "1x"), product(6, 3, false, 3, "1x")));
    EXPECT_FALSE(sliceable("FULLY_CONNECTED(i8 2x4 q, i8 6x4 q =#1) -> i8 2x6 q",
                           "FULLY_CONNECTED(i8 2x6 q, i8 3x6 q =#2) -> i8 2x3 q"));
    EXPECT_FALSE(sliceable("FULLY_CONNECTED(i8 1x4 q, i8 6x4 q.5:3 =#1) -> i8 1x6 q",
                           "FULLY_CONNECTED(i8 1x6 q, i8 3x6 q =#2) -> i8 1x3 q"))
        << "weights with a zero point";
    EXPECT_FALSE(sliceable(expanded(1)[0],
                           "FULLY_CONNECTED(i8 1x1x5x12 q0.05:-4, i8 3x60 q =#1) -> i8 1x3 q"))
        << "five pixels";
    EXPECT_FALSE(sliceable("FULLY_CONNECTED(f32 1x4, f32 6x4 =#1) -> f32 1x6",
                           "FULLY_CONNECTED(f32 1x6, f32 3x6 =#2) -> f32 1x3"));
}

/// A wide bottleneck of few rows: the planner takes slices by itself, and less memory.
void expectChosen(const Model& model) {
    const auto without = makeProject(model, {.rows = split::RowPlanOptions{}});
    ASSERT_TRUE(without) << without.error().message;
    const split::RowPlanOptions options{.sliceChannels = true};
    const auto with = makeProject(model, {.rows = options});
    ASSERT_TRUE(with && with->rows);
    EXPECT_LT(with->memory.arenaBytes, without->memory.arenaBytes);
    EXPECT_TRUE(std::ranges::any_of(with->rows->plan.chosen,
                                    [](const split::Segment& s) { return s.slices > 1; }));
    SplitProgram program;
    Counts counts;
    test::checkSplit(model, options, test::examplesOf(with->program, 2), "chosen", program, counts);
    EXPECT_EQ(program.run(), "");
    fmt::print(stderr, "{} bytes without slices, {} with\n", without->memory.arenaBytes,
               with->memory.arenaBytes);
}

TEST(Slices, AreChosenForAWideBottleneck) {
    const std::string expand = fmt::format(
        "CONV_2D(i8 1x4x4x16 q0.05:3, i8 192x1x1x16 Q.003x192@0 =#1, i32 192 =#2~3000) -> "
        "i8 1x4x4x192 q0.05:-4{}1",
        kPointwise);
    const auto depthwise = [](int stride, int made) {
        return fmt::format(
            "DEPTHWISE_CONV_2D(i8 1x4x4x192 q0.05:-4, i8 1x3x3x192 Q.0006x192@3 =#3,"
            " i32 192 =#4~3000) -> i8 1x{0}x{0}x192 q0.05:7 | DepthwiseConv2DOptions"
            " depth_multiplier=1 padding=0 stride_h={1} stride_w={1}",
            made, stride);
    };
    expectChosen(modelOf(
        {expand, depthwise(1, 4),
         fmt::format("CONV_2D(i8 1x4x4x192 q0.05:7, i8 16x1x1x192 Q.0009x16@0 =#5, i32 16 =#6~3000)"
                     " -> i8 1x4x4x16 q0.05:2{}0",
                     kPointwise)}));
    // Nothing adds them up: into their place.
    expectChosen(modelOf({expand, depthwise(4, 1)}));
    expectChosen(modelOf(
        {expand,
         "AVERAGE_POOL_2D(i8 1x4x4x192 q0.05:-4) -> i8 1x1x1x192 q0.05:-4 | Pool2DOptions padding=1"
         " stride_h=1 stride_w=1 filter_height=4 filter_width=4",
         "RESHAPE(i8 1x1x1x192 q0.05:-4, i32 2 =[1 192]) -> i8 1x192 q0.05:-4",
         product(192, 10, true, 9, "1x")}));
    expectChosen(modelOf({product(24, 256, false, 30, "1x"), product(256, 10, false, 32, "1x")}));
}

/// From every operator on the longest chain, or the shortest; other operators as they come.
std::vector<split::Segment> everyChain(const split::RowGraph& graph, std::int32_t slices,
                                       bool longest) {
    const auto count = static_cast<std::int32_t>(graph.operators.size());
    std::vector<split::Segment> segments;
    for (std::int32_t first = 0; first < count; first = segments.back().end) {
        std::int32_t end = 0;
        for (std::int32_t last = first + 2; last <= count; ++last)
            if (split::canSlice(graph, first, last) && (longest || end == 0)) end = last;
        const bool hasRule =
            graph.operators[static_cast<std::size_t>(first)].rule != split::RowRule::None;
        segments.push_back(end > 0 ? split::Segment{first, end, true, slices}
                                   : split::Segment{first, first + 1, hasRule});
    }
    return segments;
}

TEST(Slices, OfRealModelsGiveWhatTheWholeModelGives) {
    THIMBLE_NEEDS_TEST_DATA();
    SplitProgram program;
    Counts counts;
    for (const char* name : {"kws_ref_model", "ad01_int8"}) {
        const Model model = thimble::test::readShared(name);
        const split::RowGraph graph = graphOf(model);
        const auto whole = makeProject(model);
        ASSERT_TRUE(whole);
        const std::vector<Example> examples = test::examplesOf(whole->program, 2);
        for (const std::int32_t slices : {2, 3})
            for (const bool longest : {false, true}) {
                const auto segments = everyChain(graph, slices, longest);
                EXPECT_GE(std::ranges::count_if(
                              segments, [](const split::Segment& s) { return s.slices > 1; }),
                          3);
                test::checkSplit(
                    model, {.segments = segments}, examples,
                    fmt::format("{}, {} slices{}", name, slices, longest ? "" : ", short"), program,
                    counts);
            }
    }
    EXPECT_EQ(counts.byRows, 8);
    for (const char* part :
         {"make th_conv_s8_row", "pass th_pool_sum_8_s16", "add th_conv_part_s8_row",
          "make th_fully_connected_s8", "add th_fully_connected_part_s8", "place th_place_row"})
        EXPECT_GT(counts.parts[part], 0) << part;
    EXPECT_EQ(program.run(), "");
}

}  // namespace
}  // namespace thimble::cproject
