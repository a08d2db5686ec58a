// Elementwise kernels where the reference runtime has no answer: types that only TFLite runs,
// operands that are refused, values that have no result.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "core/interp/kernels/fixed_point.h"
#include "core/interp/kernels/sigmoid_table.h"
#include "core/interp/program.h"
#include "tests/support/model_text.h"

namespace thimble::interp {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

template <typename T>
std::vector<T> run(const std::string& text) {
    const auto program = prepareProgram(test::modelFromText(text));
    EXPECT_TRUE(program) << text << ": " << program.error().message;
    if (!program) return {};
    Frame frame(*program);
    const auto finished = frame.invoke();
    EXPECT_TRUE(finished) << text << ": " << finished.error().message;
    const std::span<const std::byte> bytes = frame.output(0);
    std::vector<T> values(bytes.size() / sizeof(T));
    std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
}

/// What is wrong with the model, or with running it.
std::string refusal(const std::string& text) {
    const auto program = prepareProgram(test::modelFromText(text));
    if (!program) return program.error().message;
    Frame frame(*program);
    const auto finished = frame.invoke();
    return finished ? "" : finished.error().message;
}

using Bytes = std::vector<std::uint8_t>;

TEST(ElementwiseKernels, AddUnsignedBytes) {
    // (x - 128) / 2 + (y - 100) / 4 = (z - 10) / 2
    EXPECT_EQ(run<std::uint8_t>("ADD(u8 4 q.5:128 =[128 130 0 255], u8 4 q.25:100 =[100 104 0 255])"
                                " -> u8 4 q.5:10 | AddOptions"),
              (Bytes{10, 14, 0, 215}));
    EXPECT_EQ(run<std::uint8_t>("SUB(u8 3 q.5:128 =[128 140 255], u8 1 q.5:128 =[126])"
                                " -> u8 3 q.5:128 | SubOptions fused_activation_function=1"),
              (Bytes{130, 142, 255}));
}

TEST(ElementwiseKernels, MultiplyAndDivideUnsignedBytes) {
    EXPECT_EQ(run<std::uint8_t>("MUL(u8 3 q.5:128 =[132 120 255], u8 1 q.5:0 =[4])"
                                " -> u8 3 q1.0:128 | MulOptions"),
              (Bytes{132, 120, 255}));
    EXPECT_EQ(run<std::uint8_t>("DIV(u8 3 q1.0:128 =[138 108 128], u8 1 q1.0:128 =[126])"
                                " -> u8 3 q1.0:128 | DivOptions"),
              (Bytes{123, 138, 128}));
    EXPECT_EQ(run<std::uint8_t>("SQUARED_DIFFERENCE(u8 2 q.5:0 =[10 4], u8 2 q.5:0 =[4 10])"
                                " -> u8 2 q1.0:3"),
              (Bytes{12, 12}));
}

TEST(ElementwiseKernels, CompareUnsignedBytesByTheirRealValues) {
    EXPECT_EQ(run<std::uint8_t>("LESS(u8 3 q.5:10 =[10 12 14], u8 1 q.25:0 =[4]) -> bool 3"),
              (Bytes{1, 0, 0}));
    EXPECT_EQ(run<std::uint8_t>("EQUAL(i16 3 q.5:0 =[1 2 3], i16 1 q.25:0 =[4]) -> bool 3"),
              (Bytes{0, 1, 0}));
    EXPECT_EQ(run<std::uint8_t>("MAXIMUM(u8 3 =[1 200 3], u8 1 =[100]) -> u8 3"),
              (Bytes{100, 200, 100}));
}

TEST(ElementwiseKernels, WideIntegers) {
    EXPECT_THAT(run<std::int64_t>("ADD(i64 2 =[5000000000 -1], i64 1 =[7]) -> i64 2 | AddOptions"),
                ElementsAre(5000000007, 6));
    EXPECT_THAT(
        run<std::int32_t>("ADD_N(i32 2 =[2147483647 -1], i32 2 =[1 2], i32 2 =[1 2]) -> i32 2"),
        ElementsAre(std::numeric_limits<std::int32_t>::min() + 1, 3));
    EXPECT_THAT(run<std::int64_t>("MUL(i64 2 =[5000000000 -9], i64 1 =[3]) -> i64 2 | MulOptions"
                                  " fused_activation_function=1"),
                ElementsAre(15000000000, 0));
    EXPECT_THAT(run<std::int32_t>("FLOOR_DIV(i32 4 =[7 -7 6 -6], i32 1 =[3]) -> i32 4"),
                ElementsAre(2, -3, 2, -2));
    EXPECT_THAT(run<std::int32_t>("FLOOR_MOD(i32 4 =[7 -7 7 -7], i32 4 =[3 3 -3 -3]) -> i32 4"),
                ElementsAre(1, 2, -2, -1));
    EXPECT_THAT(run<std::int32_t>("NEG(i32 3 =[7 -7 -2147483648]) -> i32 3"),
                ElementsAre(-7, 7, std::numeric_limits<std::int32_t>::min()));
    EXPECT_THAT(run<std::int32_t>("ABS(i32 3 =[7 -7 -2147483648]) -> i32 3"),
                ElementsAre(7, 7, std::numeric_limits<std::int32_t>::min()));
}

TEST(ElementwiseKernels, TheQuotientThatOverflowsWraps) {
    const auto lowest = std::numeric_limits<std::int32_t>::min();
    EXPECT_THAT(run<std::int32_t>("DIV(i32 2 =[-2147483648 8], i32 1 =[-1]) -> i32 2 | DivOptions"),
                ElementsAre(lowest, -8));
    EXPECT_THAT(run<std::int32_t>("FLOOR_DIV(i32 2 =[-2147483648 8], i32 1 =[-1]) -> i32 2"),
                ElementsAre(lowest, -8));
    EXPECT_THAT(run<std::int32_t>("FLOOR_MOD(i32 2 =[-2147483648 8], i32 1 =[-1]) -> i32 2"),
                ElementsAre(0, 0));
}

TEST(ElementwiseKernels, ActivationsOfUnsignedBytes) {
    EXPECT_EQ(run<std::uint8_t>("RELU(u8 3 q.5:128 =[120 128 140]) -> u8 3 q.25:0"),
              (Bytes{0, 0, 24}));
    EXPECT_EQ(run<std::uint8_t>("RELU6(u8 4 q.5:128 =[120 128 140 141]) -> u8 4 q.25:10"),
              (Bytes{10, 10, 34, 34}));
    EXPECT_EQ(run<std::uint8_t>("RELU_N1_TO_1(u8 4 q.5:128 =[120 127 129 140]) -> u8 4 q.5:128"),
              (Bytes{126, 127, 129, 130}));
    EXPECT_EQ(run<std::uint8_t>("RELU_0_TO_1(u8 4 q.5:128 =[120 127 129 140]) -> u8 4 q.5:128"),
              (Bytes{128, 128, 129, 130}));
    EXPECT_EQ(run<std::uint8_t>("LEAKY_RELU(u8 3 q.5:128 =[120 128 140]) -> u8 3 q.5:128"
                                " | LeakyReluOptions alpha=0.25"),
              (Bytes{126, 128, 140}));
    EXPECT_EQ(run<std::uint8_t>("PRELU(u8 3 q.5:128 =[120 128 140], u8 1 q.5:0 =[1])"
                                " -> u8 3 q.5:128"),
              (Bytes{124, 128, 140}));
    EXPECT_EQ(run<std::uint8_t>("LOGISTIC(u8 3 q.5:128 =[0 128 255]) -> u8 3 q.00390625:0"),
              (Bytes{0, 128, 255}));
    EXPECT_EQ(run<std::uint8_t>("TANH(u8 3 q.5:128 =[0 128 255]) -> u8 3 q.0078125:128"),
              (Bytes{0, 128, 255}));
    EXPECT_EQ(run<std::uint8_t>("HARD_SWISH(u8 3 q.5:128 =[100 128 148]) -> u8 3 q.5:3"),
              (Bytes{3, 3, 23}));
}

TEST(ElementwiseKernels, BoundedRealNumbers) {
    EXPECT_THAT(run<float>("RELU_N1_TO_1(f32 4 =[-2.0 -.5 .5 2]) -> f32 4"),
                ElementsAre(-1, -.5, .5, 1));
    EXPECT_THAT(run<float>("RELU_0_TO_1(f32 4 =[-2.0 -.5 .5 2]) -> f32 4"),
                ElementsAre(0, 0, .5, 1));
}

/// Signed and unsigned kernels differ by 128 and nothing else.
TEST(ElementwiseKernels, SoftmaxOfUnsignedBytes) {
    const std::string options = " | SoftmaxOptions beta=1.0";
    const auto expectShifted = [](const std::vector<std::int8_t>& a, const Bytes& b) {
        ASSERT_EQ(a.size(), b.size());
        for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i] + 128, b[i]);
    };
    expectShifted(
        run<std::int8_t>("SOFTMAX(i8 4 q.1:0 =[-128 0 10 3]) -> i8 4 q.00390625:-128" + options),
        run<std::uint8_t>("SOFTMAX(u8 4 q.1:128 =[0 128 138 131]) -> u8 4 q.00390625:0" + options));
    expectShifted(run<std::int8_t>("LOG_SOFTMAX(i8 4 q.1:0 =[-128 0 10 3]) -> i8 4 q.0625:127"),
                  run<std::uint8_t>("LOG_SOFTMAX(u8 4 q.1:0 =[0 128 138 131]) -> u8 4 q.0625:255"));
    expectShifted(
        run<std::int8_t>("L2_NORMALIZATION(i8 4 q.1:0 =[-128 0 10 3]) -> i8 4 q.5:0"),
        run<std::uint8_t>("L2_NORMALIZATION(u8 4 q.1:128 =[0 128 138 131]) -> u8 4 q.5:0"));
    EXPECT_EQ(run<std::int16_t>("SOFTMAX(i8 2 q.1:0 =[5 3]) -> i16 2 q.0000152587890625:-32768" +
                                options),
              run<std::int16_t>("SOFTMAX(u8 2 q.1:9 =[5 3]) -> i16 2 q.0000152587890625:-32768" +
                                options));
}

TEST(Conversions, SaturateAndTakeWhatIsNoNumberForZero) {
    // 2^31, -2^31, the largest float, a NaN
    const std::string reals = "f32 4 =[1325400064 3472883712 2139095039 2143289344]";
    constexpr auto kHighest = std::numeric_limits<std::int32_t>::max();
    constexpr auto kLowest = std::numeric_limits<std::int32_t>::min();
    EXPECT_THAT(run<std::int32_t>("CAST(" + reals + ") -> i32 4"),
                ElementsAre(kHighest, kLowest, kHighest, 0));
    EXPECT_THAT(run<std::int8_t>("QUANTIZE(" + reals + ") -> i8 4 q.5:3"),
                ElementsAre(127, -128, 127, 3));
}

TEST(Conversions, OfOtherTypes) {
    EXPECT_EQ(run<std::uint8_t>("CAST(f32 3 =[0.0 .5 -1]) -> bool 3"), (Bytes{0, 1, 1}));
    EXPECT_THAT(run<float>("CAST(bool 3 =[0 1 2]) -> f32 3"), ElementsAre(0, 1, 1));
    EXPECT_THAT(run<std::int64_t>("CAST(i32 2 =[-5 7]) -> i64 2"), ElementsAre(-5, 7));
    EXPECT_THAT(run<std::int32_t>("CAST(u8 2 =[200 7]) -> i32 2"), ElementsAre(200, 7));
    EXPECT_EQ(run<std::uint8_t>("QUANTIZE(f32 3 =[0.0 1 -1]) -> u8 3 q.5:128"),
              (Bytes{128, 130, 126}));
    EXPECT_EQ(run<std::uint8_t>("QUANTIZE(u8 2 q.5:128 =[130 255]) -> u8 2 q.25:10"),
              (Bytes{14, 255}));
    // 1, -2, the smallest positive number, infinity
    EXPECT_THAT(run<float>("DEQUANTIZE(f16 4 =[15360 49152 1 31744]) -> f32 4"),
                ElementsAre(1, -2, std::ldexp(1.0F, -24), std::numeric_limits<float>::infinity()));
}

TEST(ElementwiseKernels, RefuseWhatHasNoResult) {
    EXPECT_THAT(refusal("DIV(i32 2 =[1 2], i32 2 =[1 0]) -> i32 2 | DivOptions"),
                HasSubstr("division by 0"));
    EXPECT_THAT(refusal("DIV(i8 2 q.5:0 =[1 2], i8 2 q.5:3 =[1 3]) -> i8 2 q | DivOptions"),
                HasSubstr("division by 0"));
    EXPECT_THAT(refusal("FLOOR_DIV(f32 1 =[1.0], f32 1 =[0.0]) -> f32 1"),
                HasSubstr("division by 0"));
    EXPECT_THAT(refusal("RSQRT(i8 1 q.5:3 =[2]) -> i8 1 q"), HasSubstr("negative"));
    // 1024 times e^0 is more than the 8-bit kernel can invert.
    EXPECT_THAT(
        refusal("SOFTMAX(i8 1024 q =) -> i8 1024 q.00390625:-128 | SoftmaxOptions beta=1.0"),
        HasSubstr("too long"));
}

TEST(ElementwiseKernels, RefuseOperandsThatDoNotFit) {
    for (const std::string text : {
             "ADD(f32 2x3, f32 2) -> f32 2x3 | AddOptions",
             "ADD(f32 2x3, f32 3) -> f32 3 | AddOptions",
             "ADD(f32 2, i32 2) -> f32 2 | AddOptions",
             "ADD(f32 2, f32 2) -> i8 2 q | AddOptions",
             "ADD(f32 2, -) -> f32 2 | AddOptions",
             "ADD(f32 2) -> f32 2 | AddOptions",
             "ADD(f32 2, f32 2) -> f32 2 | AddOptions fused_activation_function=4",
             "ADD(i8 2 q, i8 2 q) -> i8 2 q | AddOptions fused_activation_function=-1",
             "ADD(i8 2, i8 2 q) -> i8 2 q | AddOptions",
             "ADD(i8 2 q.5:128, i8 2 q) -> i8 2 q | AddOptions",
             "ADD(i8 2 q0.0:0, i8 2 q) -> i8 2 q | AddOptions",
             "ADD(i8 2 q-1.0:0, i8 2 q) -> i8 2 q | AddOptions",
             "ADD(i8 2 q, i8 2 q) -> i8 2 q.0000000001:0 | AddOptions",
             "ADD(bool 2, bool 2) -> bool 2 | AddOptions",
             "ADD_N(f32 2) -> f32 2",
             "ADD_N(i8 2 q.5:0, i8 2 q.25:0) -> i8 2 q",
             "MUL(i16 2 q.5:1, i16 2 q) -> i16 2 q | MulOptions",
             "LESS(f32 2, f32 2) -> f32 2",
             "LESS(bool 2, bool 2) -> bool 2",
             "LESS(i8 2 q1.5:0, i8 2 q) -> bool 2",
             "LOGICAL_AND(i8 2, i8 2) -> bool 2",
             "LOGICAL_NOT(bool 2) -> bool 3",
             "LOGISTIC(i8 2 q) -> i8 2 q.00390625:0",
             "LOGISTIC(i16 2 q) -> i16 2 q",
             "LOGISTIC(f32 2) -> i8 2 q",
             "TANH(i16 2 q9.0:0) -> i16 2 q.000030517578125:0",
             "SOFTMAX(f32 .) -> f32 . | SoftmaxOptions beta=1.0",
             "SOFTMAX(i8 2 q) -> i8 2 q | SoftmaxOptions beta=1.0",
             "SOFTMAX(i8 2 q) -> i8 2 q.00390625:-128 | SoftmaxOptions beta=-1.0",
             "LOG_SOFTMAX(i8 2 q) -> i8 2 q",
             "QUANTIZE(f32 2) -> i8 2",
             "QUANTIZE(f32 2) -> i8 2 q2",
             "QUANTIZE(f32 2) -> f32 2",
             "DEQUANTIZE(i8 2) -> f32 2",
             "DEQUANTIZE(i8 2 q) -> i8 2 q",
             "HARD_SWISH(i8 2 q90.0:0) -> i8 2 q.0001:0",
             "L2_NORMALIZATION(f32 2) -> f32 2 | L2NormOptions fused_activation_function=1",
             "L2_NORMALIZATION(f32 .) -> f32 .",
             "PRELU(i16 2 q, i16 2 q) -> i16 2 q",
         })
        EXPECT_NE(refusal(text), "") << text;
}

TEST(ElementwiseKernels, TakeEmptyTensors) {
    for (const std::string text : {
             "ADD(f32 0x3, f32 3) -> f32 0x3 | AddOptions",
             "ADD(i8 2x0x3 q, i8 0x1 q) -> i8 2x0x3 q | AddOptions",
             "SOFTMAX(f32 2x0) -> f32 2x0 | SoftmaxOptions beta=1.0",
             "SOFTMAX(i8 0x2 q) -> i8 0x2 q.00390625:-128 | SoftmaxOptions beta=1.0",
             "L2_NORMALIZATION(f32 2x0) -> f32 2x0",
             "CAST(f32 0) -> i8 0",
         })
        EXPECT_EQ(refusal(text), "") << text;
}

TEST(Broadcasting, GoesUpToSixAxes) {
    EXPECT_EQ(refusal("ADD(f32 2x1x2x1x2x1, f32 1x2x1x2x1x2) -> f32 2x2x2x2x2x2 | AddOptions"), "");
    EXPECT_THAT(
        refusal("ADD(f32 2x1x2x1x2x1x2, f32 1x2x1x2x1x2x1) -> f32 2x2x2x2x2x2x2 | AddOptions"),
        HasSubstr("six"));
}

/// The fixed-point functions against real ones, all over their domains.
TEST(FixedPoint, FunctionsAreCloseToTheRealOnes) {
    // Four terms of the series around -1/8 leave e^(-1/8) (1/8)^5 / 5! = 2.2e-7.
    constexpr double kError = 3e-7;
    const auto real = [](std::int32_t x, int bits) { return std::ldexp(x, bits - 31); };
    for (std::int64_t step = -4000; step <= 4000; ++step) {
        const auto x = static_cast<std::int32_t>(step * 536870);
        const double in = real(x, 4);
        EXPECT_NEAR(real(fixed::logistic(x, 4), 0), 1 / (1 + std::exp(-in)), kError) << in;
        EXPECT_NEAR(real(fixed::tanh(x, 4), 0), std::tanh(in), kError) << in;
        if (x > 0) continue;
        EXPECT_NEAR(real(fixed::expOfNegative(x, 5), 0), std::exp(real(x, 5)), kError) << in;
    }
    for (std::int32_t x = 1 << 19; x < 1 << 30; x += x / 7) {
        EXPECT_NEAR(real(fixed::logOfQ12(x), 5), std::log(real(x, 12)), 1e-6) << x;
        const fixed::Reciprocal inverse = fixed::reciprocal(x, 12);
        EXPECT_NEAR(std::ldexp(inverse.inverse, -31 - inverse.bitsOverUnit) * real(x, 12), 1, 1e-8);
    }
    for (std::int32_t x = 1; x < 1 << 30; x += 1 + x / 3) {
        const Multiplier inverse = fixed::inverseSqrt(x);
        EXPECT_NEAR(std::ldexp(inverse.multiplier, inverse.shift - 31) * std::sqrt(x), 1, 1e-4)
            << x;
    }
}

}  // namespace
}  // namespace thimble::interp
