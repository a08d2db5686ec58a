// What the recorded vectors cannot show of the kernels that move, reduce and choose elements: types
// and operands that TFLM does not take, and what is refused.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

#include "tests/core/interp/run_model.h"

namespace thimble::interp {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

using I8 = std::vector<std::int8_t>;
using I32 = std::vector<std::int32_t>;
using I64 = std::vector<std::int64_t>;
using U8 = std::vector<std::uint8_t>;
using F32 = std::vector<float>;

TEST(Concatenation, RescalesUnsignedBytes) {
    // 0.5 * 101 = 50.5 rounds to 51; 127.5 + 10 = 138; what is in the output's scale is copied.
    EXPECT_THAT(
        outputOf<std::uint8_t>("CONCATENATION(u8 1x3 q.5:0, u8 1x2 q1.0:10) -> u8 1x5 q1.0:10"
                               " | ConcatenationOptions axis=1",
                               {bytesOf(U8{0, 101, 255}), bytesOf(U8{7, 255})}),
        ElementsAre(10, 61, 138, 7, 255));
    // The other way: doubled and cut off at both ends.
    EXPECT_THAT(outputOf<std::uint8_t>("CONCATENATION(u8 4 q1.0:100) -> u8 4 q.5:20"
                                       " | ConcatenationOptions axis=0",
                                       {bytesOf(U8{0, 95, 100, 255})}),
                ElementsAre(0, 10, 20, 255));
}

TEST(Concatenation, RefusesWhatNoRuntimeDoes) {
    EXPECT_THAT(refusalOf("CONCATENATION(i8 2 q.5:0, i8 2 q.25:0) -> i8 4 q.5:0"
                          " | ConcatenationOptions axis=0"),
                HasSubstr("different scales"));
    EXPECT_THAT(refusalOf("CONCATENATION(i8 2 q, i8 2 q) -> i8 4 q | ConcatenationOptions axis=0 "
                          "fused_activation_function=1"),
                HasSubstr("fused activation"));
    EXPECT_THAT(refusalOf("CONCATENATION(i8 2x2 q, i8 2x3 q) -> i8 4x3 q"
                          " | ConcatenationOptions axis=0"),
                HasSubstr("do not fit"));
    EXPECT_THAT(refusalOf("CONCATENATION(u8 2 q.5:0, u8 2) -> u8 4 q.5:0"
                          " | ConcatenationOptions axis=0"),
                HasSubstr("no positive scale"));
    EXPECT_THAT(refusalOf("PACK(str 2, str 2) -> str 2x2 | PackOptions"), HasSubstr("STRING"));
}

TEST(Split, MovesUnsignedBytes) {
    EXPECT_THAT(outputOf<std::uint8_t>("SPLIT(i32 . =[1], u8 2x4 q) -> u8 2x2 q, u8 2x2 q"
                                       " | SplitOptions num_splits=2",
                                       {bytesOf(U8{1, 2, 3, 4, 5, 6, 7, 8})}),
                ElementsAre(1, 2, 5, 6));
    EXPECT_THAT(refusalOf("SPLIT(i32 ., u8 2x4 q) -> u8 2x2 q, u8 2x2 q"),
                HasSubstr("not constant"));
}

TEST(StridedSlice, KnowsEllipsisAndNewAxis) {
    const Bytes input = bytesOf(I8{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
    // x[..., 1:3]
    EXPECT_THAT(outputOf<std::int8_t>("STRIDED_SLICE(i8 2x2x3 q, i32 2 =[0 1], i32 2 =[0 3], i32 2 "
                                      "=[1 1]) -> i8 2x2x2 q | StridedSliceOptions ellipsis_mask=1",
                                      {input}),
                ElementsAre(1, 2, 4, 5, 7, 8, 10, 11));
    // x[newaxis, 2:0:-1, ..., 0]
    EXPECT_THAT(outputOf<std::int8_t>(
                    "STRIDED_SLICE(i8 3x2x2 q, i32 4 =[0 2 0 0], i32 4 =[0 0 0 1], i32 4 =[1 -1 1 "
                    "1]) -> i8 1x2x2 q | StridedSliceOptions new_axis_mask=1 ellipsis_mask=4 "
                    "shrink_axis_mask=8",
                    {input}),
                ElementsAre(8, 10, 4, 6));
}

TEST(StridedSlice, TakesTheEndAsALength) {
    EXPECT_THAT(
        outputOf<std::int8_t>("STRIDED_SLICE(i8 6 q, i32 1 =[2], i32 1 =[3], i32 1 =[1]) -> "
                              "i8 3 q | StridedSliceOptions offset=true",
                              {bytesOf(I8{0, 1, 2, 3, 4, 5})}),
        ElementsAre(2, 3, 4));
}

TEST(StridedSlice, LooksAtRunTimeValuesAtRunTime) {
    const std::string text =
        "STRIDED_SLICE(i8 6 q, i32 1, i32 1, i32 1 =[2]) -> i8 2 q | StridedSliceOptions";
    const Bytes input = bytesOf(I8{0, 1, 2, 3, 4, 5});
    EXPECT_THAT(outputOf<std::int8_t>(text, {input, bytesOf(I32{1}), bytesOf(I32{5})}),
                ElementsAre(1, 3));
    EXPECT_THAT(refusalOf(text, {input, bytesOf(I32{1}), bytesOf(I32{6})}),
                HasSubstr("output's shape"));
    EXPECT_THAT(refusalOf("STRIDED_SLICE(i8 6 q, i32 1 =[0], i32 1 =[6], i32 1 =[0]) -> i8 6 q"),
                HasSubstr("STRIDED_SLICE"));
    EXPECT_THAT(refusalOf("STRIDED_SLICE(i8 6 q, i32 1 =[6], i32 1 =[7], i32 1 =[1]) -> i8 . q | "
                          "StridedSliceOptions shrink_axis_mask=1"),
                HasSubstr("not inside"));
}

TEST(Slice, StaysInside) {
    const std::string text = "SLICE(i8 6 q, i32 1, i32 1) -> i8 2 q";
    const Bytes input = bytesOf(I8{0, 1, 2, 3, 4, 5}), two = bytesOf(I32{2});
    EXPECT_THAT(outputOf<std::int8_t>(text, {input, bytesOf(I32{4}), two}), ElementsAre(4, 5));
    EXPECT_THAT(outputOf<std::int8_t>(text, {input, bytesOf(I32{4}), bytesOf(I32{-1})}),
                ElementsAre(4, 5));
    for (const std::int32_t begin : {-1, 5, std::numeric_limits<std::int32_t>::max()})
        EXPECT_THAT(refusalOf(text, {input, bytesOf(I32{begin}), two}), HasSubstr("not inside"));
    EXPECT_THAT(refusalOf(text, {input, bytesOf(I32{1}), bytesOf(I32{-1})}),
                HasSubstr("not inside"));
}

TEST(Pad, FillsUnsignedBytesWithTheirZeroPoint) {
    EXPECT_THAT(outputOf<std::uint8_t>("PAD(u8 2 q.5:200, i32 1x2 =[1 2]) -> u8 5 q.5:200",
                                       {bytesOf(U8{1, 2})}),
                ElementsAre(200, 1, 2, 200, 200));
    EXPECT_THAT(refusalOf("PAD(i8 2 q.5:200, i32 1x2 =[1 2]) -> i8 5 q.5:200"),
                HasSubstr("zero point"));
    EXPECT_THAT(refusalOf("PADV2(i8 2 q.5:0, i32 1x2 =[1 2], i8 . q.25:0) -> i8 5 q.5:0"),
                HasSubstr("another scale"));
    EXPECT_THAT(refusalOf("PAD(i8 3 q.5:0, i32 1x2 =[-1 2]) -> i8 4 q.5:0"), HasSubstr("PAD"));
}

TEST(MirrorPad, MirrorsNoMoreThanThereIs) {
    EXPECT_THAT(outputOf<std::int16_t>("MIRROR_PAD(i16 3, i32 1x2 =[2 2]) -> i16 7"
                                       " | MirrorPadOptions mode=0",
                                       {bytesOf(std::vector<std::int16_t>{1, 2, 3})}),
                ElementsAre(3, 2, 1, 2, 3, 2, 1));
    EXPECT_THAT(refusalOf("MIRROR_PAD(i16 3, i32 1x2 =[3 0]) -> i16 6 | MirrorPadOptions mode=0"),
                HasSubstr("mirrors more"));
    EXPECT_THAT(refusalOf("MIRROR_PAD(i16 3, i32 1x2 =[0 4]) -> i16 7 | MirrorPadOptions mode=1"),
                HasSubstr("mirrors more"));
}

TEST(Rearrange, DoesWhatTflmDoesNot) {
    EXPECT_THAT(outputOf<std::int8_t>("REVERSE_V2(i8 2x1x3 q, i32 2 =[0 2]) -> i8 2x1x3 q",
                                      {bytesOf(I8{1, 2, 3, 4, 5, 6})}),
                ElementsAre(6, 5, 4, 3, 2, 1));
    EXPECT_THAT(outputOf<std::int64_t>("TRANSPOSE(i64 2x2, i32 2 =[-1 0]) -> i64 2x2",
                                       {bytesOf(I64{1, 2, 3, 4})}),
                ElementsAre(1, 3, 2, 4));
    EXPECT_THAT(outputOf<std::uint8_t>("SPACE_TO_BATCH_ND(u8 1x1x1 q.5:9, i32 1 =[2], i32 1x2 "
                                       "=[1 2]) -> u8 2x2x1 q.5:9",
                                       {bytesOf(U8{77})}),
                ElementsAre(9, 9, 77, 9));
}

TEST(Rearrange, RefusesWhatDoesNotFit) {
    EXPECT_THAT(refusalOf("TRANSPOSE(i8 2x2 q, i32 2 =[0 0]) -> i8 2x2 q"), HasSubstr("TRANSPOSE"));
    EXPECT_THAT(refusalOf("TRANSPOSE(i8 2x2 q, i32 2 =[0 1]) -> i32 2x2"), HasSubstr("INT8"));
    EXPECT_THAT(refusalOf("REVERSE_V2(i8 2 q, i32 1 =[1]) -> i8 2 q"), HasSubstr("no axis 1"));
    EXPECT_THAT(refusalOf("SPACE_TO_DEPTH(i8 1x2x2x1 q) -> i8 1x2x2x1 q"),
                HasSubstr("SPACE_TO_DEPTH"));
    EXPECT_THAT(
        refusalOf("BATCH_TO_SPACE_ND(i8 1x1x1 q, i32 1 =[0], i32 1x2 =[0 0]) -> i8 1x1x1 q"),
        HasSubstr("BATCH_TO_SPACE_ND"));
}

TEST(Empty, TensorsAreNoTrouble) {
    EXPECT_THAT(refusalOf("TRANSPOSE(i8 0x3 q, i32 2 =[1 0]) -> i8 3x0 q"), "");
    EXPECT_THAT(refusalOf("CONCATENATION(i8 0x3 q, i8 0x2 q) -> i8 0x5 q"
                          " | ConcatenationOptions axis=1"),
                "");
    EXPECT_THAT(outputOf<std::int8_t>("PAD(i8 0 q.5:3, i32 1x2 =[1 1]) -> i8 2 q.5:3", {{}}),
                ElementsAre(3, 3));
    EXPECT_THAT(outputOf<float>("SUM(f32 0x2, i32 1 =[0]) -> f32 2 | ReducerOptions", {{}}),
                ElementsAre(0, 0));
    EXPECT_THAT(outputOf<float>("MEAN(f32 2x0, i32 1 =[1]) -> f32 2 | ReducerOptions", {{}}),
                ElementsAre(0, 0));
    EXPECT_THAT(
        outputOf<std::int8_t>("REDUCE_MAX(i8 0 q, i32 1 =[0]) -> i8 . q | ReducerOptions", {{}}),
        ElementsAre(-128));
    EXPECT_THAT(refusalOf("ARG_MAX(i8 2x0 q, i32 . =[1]) -> i32 2"), HasSubstr("ARG_MAX"));
    EXPECT_THAT(refusalOf("RESIZE_BILINEAR(i8 1x0x1x1 q, i32 2 =[2 2]) -> i8 1x2x2x1 q"),
                HasSubstr("empty input"));
    EXPECT_THAT(refusalOf("GATHER(i8 0x2 q, i32 1 =[0]) -> i8 1x2 q"), HasSubstr("index"));
}

TEST(Resize, MixesUnsignedBytesInFloat) {
    EXPECT_THAT(
        outputOf<std::uint8_t>("RESIZE_BILINEAR(u8 1x1x2x1 q, i32 2 =[1 4]) -> u8 1x1x4x1 q",
                               {bytesOf(U8{1, 200})}),
        ElementsAre(1, 101, 200, 200));
    EXPECT_THAT(outputOf<std::uint8_t>(
                    "RESIZE_NEAREST_NEIGHBOR(u8 1x1x2x1 q, i32 2 =[1 4]) -> u8 1x1x4x1 q",
                    {bytesOf(U8{1, 200})}),
                ElementsAre(1, 1, 200, 200));
}

TEST(Gather, ChecksItsIndices) {
    EXPECT_THAT(
        outputOf<std::int16_t>("GATHER(i16 3, i64 2) -> i16 2 | GatherOptions",
                               {bytesOf(std::vector<std::int16_t>{5, 6, 7}), bytesOf(I64{2, 0})}),
        ElementsAre(7, 5));
    for (const std::int32_t index : {-1, 3}) {
        const Bytes three = bytesOf(I8{1, 2, 3}), bad = bytesOf(I32{index});
        EXPECT_THAT(refusalOf("GATHER(i8 3 q, i32 1) -> i8 1 q", {three, bad}),
                    HasSubstr("operator #0 GATHER: an index is outside"));
        EXPECT_THAT(refusalOf("GATHER_ND(i8 3 q, i32 1x1) -> i8 1 q", {three, bad}),
                    HasSubstr("an index is outside"));
        EXPECT_THAT(refusalOf("EMBEDDING_LOOKUP(i32 1, i8 3x1 q) -> i8 1x1 q", {bad, three}),
                    HasSubstr("an index is outside"));
    }
    EXPECT_THAT(refusalOf("GATHER_ND(i8 1x3 q, i64 1x2) -> i8 1 q",
                          {bytesOf(I8{1, 2, 3}),
                           bytesOf(I64{std::numeric_limits<std::int64_t>::max(), 1})}),
                HasSubstr("an index is outside"));
}

TEST(Generators, FollowTheirShapes) {
    EXPECT_THAT(outputOf<std::int64_t>("SHAPE(i8 2x3 q) -> i64 2 | ShapeOptions out_type=4",
                                       {bytesOf(I8(6))}),
                ElementsAre(2, 3));
    const std::string fill = "FILL(i32 1, i16 .) -> i16 2";
    const Bytes seven = bytesOf(std::vector<std::int16_t>{7});
    EXPECT_THAT(outputOf<std::int16_t>(fill, {bytesOf(I32{2}), seven}), ElementsAre(7, 7));
    EXPECT_THAT(refusalOf(fill, {bytesOf(I32{3}), seven}), HasSubstr("another shape"));
    EXPECT_THAT(
        refusalOf("BROADCAST_ARGS(i32 1, i32 1) -> i32 1", {bytesOf(I32{2}), bytesOf(I32{3})}),
        HasSubstr("do not stretch"));
    EXPECT_THAT(refusalOf("BROADCAST_TO(i8 2 q, i32 1) -> i8 3 q"), HasSubstr("stretch"));
}

TEST(Reductions, DoIntegersAsTfliteDoes) {
    constexpr std::int32_t kMost = std::numeric_limits<std::int32_t>::max();
    EXPECT_THAT(outputOf<std::int32_t>("SUM(i32 2x2, i32 1 =[0]) -> i32 2 | ReducerOptions",
                                       {bytesOf(I32{kMost, 1, 1, 2})}),
                ElementsAre(std::numeric_limits<std::int32_t>::min(), 3));
    EXPECT_THAT(outputOf<std::int32_t>("MEAN(i32 2x2, i32 1 =[0]) -> i32 2 | ReducerOptions",
                                       {bytesOf(I32{kMost, -3, kMost, 0})}),
                ElementsAre(kMost, -1));
    EXPECT_THAT(outputOf<std::uint8_t>("MEAN(u8 1x4 q.5:100, i32 1 =[1]) -> u8 1 q.25:0"
                                       " | ReducerOptions",
                                       {bytesOf(U8{100, 110, 120, 130})}),
                ElementsAre(30));
    EXPECT_THAT(outputOf<float>("REDUCE_PROD(f32 2x2, i32 2 =[0 -1]) -> f32 . | ReducerOptions",
                                {bytesOf(F32{2, 3, -4, 0.5F})}),
                ElementsAre(-12));
    EXPECT_THAT(outputOf<std::uint8_t>("REDUCE_ANY(bool 2x2, i32 1 =[1]) -> bool 2"
                                       " | ReducerOptions",
                                       {bytesOf(U8{0, 1, 0, 0})}),
                ElementsAre(1, 0));
    EXPECT_THAT(refusalOf("REDUCE_MAX(i8 2 q.5:0, i32 1 =[0]) -> i8 . q.25:0"),
                HasSubstr("different scales"));
    EXPECT_THAT(refusalOf("SUM(i8 2 q, i32 1 =[0]) -> i8 ."), HasSubstr("no positive scale"));
    EXPECT_THAT(refusalOf("SUM(f32 2, i32 1 =[1]) -> f32 2"), HasSubstr("no axis 1"));
}

TEST(AlongAxis, DoesFurtherTypes) {
    EXPECT_THAT(outputOf<std::int64_t>("ARG_MIN(u8 2x3, i64 . =[1]) -> i64 2",
                                       {bytesOf(U8{200, 3, 3, 0, 1, 2})}),
                ElementsAre(1, 0));
    EXPECT_THAT(outputOf<std::int32_t>("CUMSUM(i32 4, i32 . =[0]) -> i32 4"
                                       " | CumsumOptions reverse=true",
                                       {bytesOf(I32{1, 2, 3, 4})}),
                ElementsAre(10, 9, 7, 4));
    EXPECT_THAT(refusalOf("CUMSUM(i8 2 q1000.0:0, i32 . =[0]) -> i8 2 q.0001:0"),
                HasSubstr("too small"));
}

TEST(Select, TakesRowsOrElements) {
    const Bytes x = bytesOf(I32{1, 2, 3, 4}), y = bytesOf(I32{5, 6, 7, 8});
    EXPECT_THAT(outputOf<std::int32_t>("SELECT(bool 2, i32 2x2, i32 2x2) -> i32 2x2",
                                       {bytesOf(U8{0, 1}), x, y}),
                ElementsAre(5, 6, 3, 4));
    EXPECT_THAT(outputOf<std::int32_t>("SELECT_V2(bool 2, i32 2x2, i32 2x2) -> i32 2x2",
                                       {bytesOf(U8{0, 1}), x, y}),
                ElementsAre(5, 2, 7, 4));
    EXPECT_THAT(refusalOf("SELECT_V2(bool 3, i32 2x2, i32 2x2) -> i32 2x2"),
                HasSubstr("SELECT_V2"));
}

}  // namespace
}  // namespace thimble::interp
