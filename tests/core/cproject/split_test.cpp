// Random models by rows, cut into random segments and as the planner cuts them.
// THIMBLE_SPLIT_MODELS is how many models are drawn, THIMBLE_SPLIT_SEED the first one's seed.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "core/base/splitmix.h"
#include "tests/core/cproject/random_model.h"
#include "tests/core/cproject/split_program.h"
#include "tests/support/model_text.h"

namespace thimble::cproject {
namespace {

using test::checkSplit;
using test::Counts;
using test::Example;
using test::examplesOf;
using test::expectEqual;
using test::SplitProgram;
using thimble::test::chainFromText;

/// Any partition that is allowed.
std::vector<split::Segment> randomSegments(const split::RowGraph& graph, SplitMix& random) {
    const auto count = static_cast<std::int32_t>(graph.operators.size());
    const auto below = [&](std::int32_t n) {
        return static_cast<std::int32_t>(random.next() % static_cast<std::uint64_t>(n));
    };
    const auto hasRule = [&](std::int32_t o) {
        return graph.operators[static_cast<std::size_t>(o)].rule != split::RowRule::None;
    };
    const std::int32_t most = 1 + below(count);
    std::vector<split::Segment> segments;
    for (std::int32_t first = 0; first < count;) {
        std::int32_t end = first + 1;
        const bool byRows = hasRule(first) && below(5) != 0;
        for (std::int32_t more = below(most); byRows && more > 0 && end < count && hasRule(end);
             --more)
            ++end;
        // Where chains begin that can run in slices of channels, mostly one of them.
        std::vector<std::int32_t> ends;
        for (std::int32_t last = first + 2; last <= count; ++last)
            if (split::canSlice(graph, first, last)) ends.push_back(last);
        if (!ends.empty() && below(4) != 0) {
            end = ends[static_cast<std::size_t>(below(static_cast<std::int32_t>(ends.size())))];
            segments.push_back({first, end, true, 2 + below(3)});
        } else {
            segments.push_back({first, end, byRows});
        }
        first = end;
    }
    return segments;
}

/// The planner's choice, the fewest calls within some more bytes, and segments by chance.
void checkModel(std::uint64_t seed, SplitProgram& program, Counts& counts) {
    std::string text;
    const Model model = test::randomRowModel(seed, &text);
    SCOPED_TRACE(fmt::format("seed {}\n{}", seed, text));
    const auto whole = makeProject(model);
    ASSERT_TRUE(whole) << whole.error().message;
    const std::vector<Example> examples = examplesOf(whole->program, 2);
    const RowModel rows = readRows(*whole->program, whole->emissions, whole->memory.order);
    SplitMix random(seed);
    split::RowPlanOptions options{.limits = {.nodes = random.next() % 8 == 0 ? 600 : 60}};
    if (random.next() % 3 == 0) options.ramBytes = whole->memory.arenaBytes * 7 / 8;
    checkSplit(model, options, examples, fmt::format("seed {}, planned", seed), program, counts);
    if (rows.graph.operators.empty()) return;
    options.segments = randomSegments(rows.graph, random);
    // With so little memory, kernels are tight where that helps.
    options.ramBytes = random.next() % 2 == 0 ? std::optional<Bytes>(1) : std::nullopt;
    checkSplit(model, options, examples, fmt::format("seed {}, by chance", seed), program, counts);
}

TEST(Split, WhereEveryTensorHasOneRowNobodyCountsThem) {
    const char* relu = "RELU(i8 1x1x8x4 q) -> i8 1x1x8x4 q";
    expectEqual(chainFromText({relu, relu}), {{.first = 0, .end = 2, .byRows = true}});
}

TEST(Split, PaddingOfBytesThatWereOtherRowsStaysAnOperator) {
    expectEqual(chainFromText({"RELU(i8 1x8x6x4 q) -> i8 1x8x6x4 q",
                               "RESHAPE(i8 1x8x6x4 q, i32 4 =[1 6 8 4]) -> i8 1x6x8x4 q",
                               "PAD(i8 1x6x8x4 q, i32 4x2 =[0 0 1 1 1 1 0 0]) -> i8 1x8x10x4 q",
                               "CONV_2D(i8 1x8x10x4 q, i8 2x3x3x4 Q.01x2@0 =#1, i32 2 =#2) -> "
                               "i8 1x6x8x2 q | Conv2DOptions padding=1 stride_h=1 stride_w=1"}),
                {{.first = 0, .end = 1, .byRows = true},
                 {.first = 1, .end = 2, .byRows = false},
                 {.first = 2, .end = 3, .byRows = true}});
}

/// Windows of one point that lie beside the image, at its ends only.
TEST(Split, PaddingBehindAnImageIsNotRead) {
    const Model model =
        chainFromText({"PAD(i8 1x3x5x4 q, i32 4x2 =[0 0 0 2 0 2 0 0]) -> i8 1x5x7x4 q",
                       "CONV_2D(i8 1x5x7x4 q, i8 2x1x1x4 Q.01x2@0 =#1, i32 2 =#2) -> "
                       "i8 1x5x7x2 q | Conv2DOptions padding=1 stride_h=1 stride_w=1"});
    for (const bool byRows : {false, true})
        expectEqual(model, {{.first = 0, .end = 1, .byRows = byRows}});
}

/// Its only row lies between two windows: nothing of the operator is in the C.
TEST(Split, AnOperatorOfWhichNobodyReadsARowDoesNotRun) {
    expectEqual(chainFromText({"RELU(i8 1x1x4x4 q) -> i8 1x1x4x4 q",
                               "PAD(i8 1x1x4x4 q, i32 4x2 =[0 0 1 1 0 0 0 0]) -> i8 1x3x4x4 q",
                               "CONV_2D(i8 1x3x4x4 q, i8 2x1x1x4 Q.01x2@0 =#1, i32 2 =#2) -> "
                               "i8 1x1x4x2 q | Conv2DOptions padding=1 stride_h=3 stride_w=1"}),
                {{.first = 0, .end = 2, .byRows = true}});
}

int numberFrom(const char* variable, int otherwise) {
    const char* text = std::getenv(variable);
    return text == nullptr ? otherwise : std::atoi(text);
}

TEST(Split, RandomModelsAndSegmentsGiveWhatTheWholeModelGives) {
    const int models = numberFrom("THIMBLE_SPLIT_MODELS", 40);
    const int first = numberFrom("THIMBLE_SPLIT_SEED", 1);
    constexpr int kTogether = 40;
    Counts counts;
    for (int done = 0; done < models; done += kTogether) {
        SplitProgram program;
        for (int i = done; i < std::min(models, done + kTogether); ++i)
            checkModel(static_cast<std::uint64_t>(std::int64_t{first} + i), program, counts);
        EXPECT_EQ(program.run(), "");
        if (models > kTogether) fmt::print(stderr, "{} models\n", done + kTogether);
    }
    fmt::print(stderr, "{} projects by rows, {} segments of several operators, {} left whole\n",
               counts.byRows, counts.segments, counts.notSmaller);
    if (models < kTogether) return;
    EXPECT_GT(counts.byRows, models * 3 / 2);
    EXPECT_GT(counts.segments, models);
    for (const int operators : counts.rules) EXPECT_GT(operators, 0);
    for (const auto& [what, count] : counts.parts)
        fmt::print(stderr, "{} times in slices: {}\n", count, what);
    for (const char* what :
         {"make th_conv_s8_row", "make th_fully_connected_s8", "pass th_depthwise_s8_row",
          "pass th_pool_sum_8_s16", "make th_conv_tight_s8_row", "pass th_depthwise_tight_s8_row",
          "add th_conv_part_s8_row", "add th_fully_connected_part_s8", "end th_conv_end_s8_row",
          "place th_place_row"})
        EXPECT_GT(counts.parts[what], 0) << what;
}

}  // namespace
}  // namespace thimble::cproject
