// The packed kernels against the plain ones: random shapes, strides, dilations, paddings, groups,
// activations and scales, up to the extremes.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "core/base/splitmix.h"
#include "core/interp/kernels/packed_kernels.h"
#include "core/interp/program.h"
#include "core/interp/random_inputs.h"
#include "tests/support/model_text.h"

namespace thimble::interp {
namespace {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : m_random(seed) {}
    int from(int lowest, int highest) {
        return lowest +
               static_cast<int>(m_random.next() % static_cast<std::uint64_t>(highest - lowest + 1));
    }
    bool flip() { return from(0, 1) == 1; }
    /// A scale between 1e-6 and 1e3, most of them ordinary.
    std::string scale() {
        const double exponent = from(0, 9) == 0 ? from(-60, 30) / 10.0 : from(-25, 0) / 10.0;
        return fmt::format("{:.8f}", std::pow(10.0, exponent));
    }

private:
    SplitMix m_random;
};

std::string zero(Dice& dice, bool isSigned) {
    const int value = dice.from(0, 4) == 0 ? (dice.flip() ? 255 : 0) : dice.from(0, 255);
    return std::to_string(isSigned ? value - 128 : value);
}

struct Axis {
    int in = 1, window = 1, stride = 1, dilation = 1, out = 1;
};

Axis axis(Dice& dice, bool same) {
    Axis a;
    a.in = dice.from(1, 13);
    a.window = dice.from(1, std::min(a.in, 5));
    a.stride = dice.from(1, 3);
    a.dilation = dice.from(0, 3) == 0 ? dice.from(1, 3) : 1;
    const int reach = (a.window - 1) * a.dilation + 1;
    if (!same && reach > a.in) a.dilation = 1;
    const int used = same ? 1 : (a.window - 1) * a.dilation + 1;
    a.out = (a.in - used) / a.stride + 1;
    return a;
}

/// "i8" or "u8" with its quantization, of a shape.
std::string tensor(Dice& dice, bool isSigned, const std::string& shape) {
    return fmt::format("{} {} q{}:{}", isSigned ? "i8" : "u8", shape, dice.scale(),
                       zero(dice, isSigned));
}

std::string randomConvolution(Dice& dice, bool depthwise) {
    const bool isSigned = dice.from(0, 4) != 0;
    const bool same = dice.flip();
    const Axis h = axis(dice, same), w = axis(dice, same);
    const int batches = dice.from(0, 5) == 0 ? 2 : 1;
    int in = dice.from(1, 40), out = dice.from(1, 70), depth = in;
    if (depthwise) {
        out = in * (dice.flip() ? 1 : dice.from(1, 4));
        depth = 1;
    } else if (dice.from(0, 3) == 0) {
        const int groups = dice.from(2, 5);
        depth = dice.from(1, 9);
        in = depth * groups;
        out = groups * dice.from(1, 20);
    }
    const std::string shape = depthwise
                                  ? fmt::format("1x{}x{}x{}", h.window, w.window, out)
                                  : fmt::format("{}x{}x{}x{}", out, h.window, w.window, depth);
    const std::string weights =
        isSigned ? fmt::format("i8 {} Q{}x{}@{} =#{}", shape, dice.scale(), out, depthwise ? 3 : 0,
                               dice.from(1, 1000))
                 : tensor(dice, false, shape) + fmt::format(" =#{}", dice.from(1, 1000));
    const std::string bias =
        dice.flip() ? fmt::format(", i32 {} =#{}~{}", out, dice.from(1, 99),
                                  dice.from(0, 9) == 0 ? 2'000'000'000 : dice.from(1, 100'000))
                    : "";
    const int activations[] = {0, 1, 2, 3};
    return fmt::format(
        "{}({}, {}{}) -> {} | {} padding={} stride_h={} stride_w={} dilation_h_factor={} "
        "dilation_w_factor={} fused_activation_function={}{}",
        depthwise ? "DEPTHWISE_CONV_2D" : "CONV_2D",
        tensor(dice, isSigned, fmt::format("{}x{}x{}x{}", batches, h.in, w.in, in)), weights, bias,
        tensor(dice, isSigned, fmt::format("{}x{}x{}x{}", batches, h.out, w.out, out)),
        depthwise ? "DepthwiseConv2DOptions" : "Conv2DOptions", same ? 0 : 1, h.stride, w.stride,
        h.dilation, w.dilation, activations[dice.from(0, 3)],
        depthwise ? fmt::format(" depth_multiplier={}", out / in) : "");
}

std::string randomProduct(Dice& dice) {
    const bool isSigned = dice.from(0, 4) != 0;
    const int rows = dice.from(1, 11), depth = dice.from(1, 90), outputs = dice.from(1, 70);
    return fmt::format(
        "FULLY_CONNECTED({}, {} =#{}, i32 {} =#{}~{}) -> {} | FullyConnectedOptions "
        "fused_activation_function={}",
        tensor(dice, isSigned, fmt::format("{}x{}", rows, depth)),
        tensor(dice, isSigned, fmt::format("{}x{}", outputs, depth)), dice.from(1, 1000), outputs,
        dice.from(1, 1000), dice.from(1, 100'000),
        tensor(dice, isSigned, fmt::format("{}x{}", rows, outputs)), dice.from(0, 3));
}

/// Outputs of the plain and of the usual kernels.
void expectSame(const std::string& text) {
    SCOPED_TRACE(text);
    const Model model = test::modelFromText(text);
    const auto plain = prepareProgram(model, {.reference = true});
    const auto usual = prepareProgram(model);
    ASSERT_TRUE(plain) << plain.error().message;
    ASSERT_TRUE(usual) << usual.error().message;
    Frame a(*plain), b(*usual);
    ASSERT_TRUE(drawInputs(a, 1));
    ASSERT_TRUE(drawInputs(b, 1));
    ASSERT_TRUE(a.invoke());
    ASSERT_TRUE(b.invoke());
    EXPECT_TRUE(std::ranges::equal(a.output(0), b.output(0)));
    EXPECT_EQ((*plain)->scratchBytes, 0);
    EXPECT_EQ((*usual)->scratchBytes > 0, packedKernelsFit());
}

TEST(PackedContraction, ComputesWhatThePlainKernelsCompute) {
    Dice dice(1);
    for (int i = 0; i < 1500 && !HasFailure(); ++i) {
        expectSame(randomConvolution(dice, false));
        expectSame(randomConvolution(dice, true));
        expectSame(randomProduct(dice));
    }
}

TEST(PackedContraction, LeavesImagesFarLargerThanTheInputToThePlainKernels) {
    const auto program = prepareProgram(test::modelFromText(
        "DEPTHWISE_CONV_2D(i8 1x1x1x2 q.5:0, i8 1x2x2x25000 q.02:0 =) -> i8 1x1x1x25000 q.9:0 | "
        "DepthwiseConv2DOptions padding=0 stride_h=1 stride_w=1 dilation_h_factor=150 "
        "dilation_w_factor=150 depth_multiplier=12500"));
    ASSERT_TRUE(program) << program.error().message;
    EXPECT_LT((*program)->scratchBytes, std::size_t{1} << 20);
}

TEST(PackedContraction, LeavesVeryManyGroupsToThePlainKernels) {
    const auto program = prepareProgram(test::modelFromText(
        "CONV_2D(i8 1x1x1x10000 q.5:0, i8 5000x1x1x2 q.02:0 =) -> i8 1x1x1x5000 q.9:0 | "
        "Conv2DOptions padding=1 stride_h=1 stride_w=1"));
    ASSERT_TRUE(program) << program.error().message;
    EXPECT_EQ((*program)->scratchBytes, 0);
}

}  // namespace
}  // namespace thimble::interp
