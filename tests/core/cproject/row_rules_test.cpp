// What emitters for rows promise: bytes of sums and scratch, rows that may lie over others,
// refusals.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/interp/operator_call.h"
#include "tests/core/cproject/row_layer.h"
#include "tests/support/model_text.h"

namespace thimble::cproject {
namespace {

using test::emit;
using test::Layer;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Kind = Layer::Kind;

/// The sums of the largest values, or of the smallest, must not leave the type.
TEST(CRowRules, AddUpInHalfTheMemoryWhereThatHoldsEverySum) {
    const auto bytesOfSum = [](const char* type, int height, int width) {
        const auto emitted = emit({.kind = Kind::Average,
                                   .y = {.in = height, .window = height},
                                   .x = {.in = width, .window = width},
                                   .inDepth = 3,
                                   .outDepth = 3,
                                   .isSummed = true,
                                   .type = type},
                                  0);
        EXPECT_TRUE(emitted) << emitted.error().message;
        return emitted ? emitted->row.scratchBytes / 3 : 0;
    };
    EXPECT_EQ(bytesOfSum("i8", 25, 5), 2);
    EXPECT_EQ(bytesOfSum("i8", 16, 16), 2);  // -128 * 256 = -32768
    EXPECT_EQ(bytesOfSum("i8", 257, 1), 4);
    EXPECT_EQ(bytesOfSum("u8", 16, 8), 2);   // 255 * 128 = 32640
    EXPECT_EQ(bytesOfSum("u8", 129, 1), 4);  // 255 * 129 = 32895
}

std::vector<RowOverlap> overlapsOf(const Layer& layer) {
    const auto emitted = emit(layer, 0);
    EXPECT_TRUE(emitted) << emitted.error().message;
    return emitted ? emitted->row.overlaps : std::vector<RowOverlap>();
}

TEST(CRowRules, LieOverRowsThatNobodyNeeds) {
    // Pairs of positions: columns 2, 4, 6 are unread when 2, 4, 6 outputs are written.
    Layer layer{.x = {.in = 8}, .inDepth = 4, .outDepth = 4};
    EXPECT_THAT(overlapsOf(layer), ElementsAre(RowOverlap{0, 0, false}));
    layer.outDepth = 2;
    EXPECT_THAT(overlapsOf(layer), ElementsAre(RowOverlap{0, 2 * (4 - 2), false}));
    layer.outDepth = 6;
    EXPECT_THAT(overlapsOf(layer), ElementsAre(RowOverlap{0, 6 * (4 - 6), false}));
    // A position at a time: columns 1 to 7.
    layer.scratch = RowScratch::Tight;
    EXPECT_THAT(overlapsOf(layer), ElementsAre(RowOverlap{0, 7 * (4 - 6), false}));
    layer.outDepth = 2;
    EXPECT_THAT(overlapsOf(layer), ElementsAre(RowOverlap{0, 4 - 2, false}));
    // Padded by one column, position 2 reads column 1.
    layer = {.y = {.in = 3, .window = 3},
             .x = {.in = 8, .window = 3},
             .inDepth = 4,
             .outDepth = 4,
             .isSame = true};
    EXPECT_THAT(overlapsOf(layer), ElementsAre(RowOverlap{0, -4, false}));
    layer.x.stride = 2;
    EXPECT_THAT(overlapsOf(layer), ElementsAre(RowOverlap{0, 4 * 4 - 2 * 4, false}));
    layer.kind = Kind::Depthwise;
    EXPECT_THAT(overlapsOf(layer), ElementsAre(RowOverlap{0, 0, true}));
    // Two columns of padding before a window of two: a position reads nothing of its own column.
    layer = {.kind = Kind::Depthwise,
             .x = {.in = 8, .before = 2, .window = 2},
             .inDepth = 4,
             .outDepth = 4};
    EXPECT_THAT(overlapsOf(layer), IsEmpty());
    layer = {.kind = Kind::Average, .x = {.in = 8, .window = 2}, .inDepth = 4, .outDepth = 4};
    EXPECT_THAT(overlapsOf(layer), ElementsAre(RowOverlap{0, 0, false}));
    layer.x.window = 3;
    layer.isSame = true;
    EXPECT_THAT(overlapsOf(layer), ElementsAre(RowOverlap{0, -4, false}));
}

TEST(CRowRules, OfTightKernelsTakeLessScratch) {
    const auto scratchOf = [](Layer layer, RowScratch scratch) {
        layer.scratch = scratch;
        const auto emitted = emit(layer, 0);
        EXPECT_TRUE(emitted) << emitted.error().message;
        return emitted ? emitted->row.scratchBytes : 0;
    };
    const Layer point{.x = {.in = 5}, .inDepth = 40, .outDepth = 40};
    EXPECT_EQ(scratchOf(point, RowScratch::Quick), 4 * 40);
    EXPECT_EQ(scratchOf(point, RowScratch::Tight), 40);
    Layer depthwise{.kind = Kind::Depthwise,
                    .y = {.in = 5, .window = 3},
                    .x = {.in = 5, .window = 3},
                    .inDepth = 40,
                    .outDepth = 40,
                    .isSame = true};
    EXPECT_EQ(scratchOf(depthwise, RowScratch::Quick), 32 * 7);
    EXPECT_EQ(scratchOf(depthwise, RowScratch::Tight), 3 * 7);
    // A row of a thousand columns is done in pieces.
    depthwise.x.in = 1000;
    EXPECT_EQ(scratchOf(depthwise, RowScratch::Tight), scratchOf(depthwise, RowScratch::Quick));
}

TEST(CRowRules, AreRefusedWhereNoKernelMakesThem) {
    const auto refusal = [](const std::string& text, Emit makeCalls = nullptr) {
        const auto prepared = interp::prepareProgram(thimble::test::modelFromText(text));
        EXPECT_TRUE(prepared);
        interp::Program program(**prepared);
        const auto code = interp::OperatorCall(program, 0, 0, {}).code();
        const auto emitted = emit(
            program, 0, {}, makeCalls != nullptr ? makeCalls : findRowEmitter(code)->makeCalls);
        return emitted ? "" : emitted.error().message;
    };
    EXPECT_THAT(refusal("CONV_2D(i8 1x3x3x2 q, i8 2x1x1x2 q.1:0) -> i8 1x3x3x2 q | "
                        "Conv2DOptions padding=1 stride_h=1 stride_w=1"),
                HasSubstr("constant weights"));
    EXPECT_THAT(refusal("CONV_2D(i8 2x3x3x2 q, i8 2x1x1x2 q.1:0 =#1) -> i8 2x3x3x2 q | "
                        "Conv2DOptions padding=1 stride_h=1 stride_w=1"),
                HasSubstr("one image"));
    const std::string pool =
        "AVERAGE_POOL_2D(i8 1x4x4x2 q) -> i8 1x2x2x2 q | Pool2DOptions padding=1 stride_h=2 "
        "stride_w=2 filter_height=2 filter_width=2";
    EXPECT_THAT(refusal(pool), IsEmpty());
    EXPECT_THAT(refusal(pool, emitPoolSum), HasSubstr("window"));
    EXPECT_THAT(refusal(pool, emitSumEnd), HasSubstr("window"));
    EXPECT_EQ(findRowEmitter(BuiltinOperator::Add), nullptr);
}

}  // namespace
}  // namespace thimble::cproject
