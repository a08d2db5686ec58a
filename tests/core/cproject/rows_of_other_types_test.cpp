// float32, int16 and uint8 by rows, and means over whole images.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/base/splitmix.h"
#include "tests/core/cproject/split_program.h"
#include "tests/support/model_text.h"

namespace thimble::cproject {
namespace {

using test::Counts;
using test::SplitProgram;
using thimble::test::chainFromText;

/// Convolutions of all forms, pools, and padding that vanishes or stays.
class Chain {
public:
    Chain(std::string type, std::uint64_t seed) : m_type(std::move(type)), m_random(seed) {}

    Model draw() {
        m_height = 6 + below(8);
        m_width = 5 + below(6);
        m_depth = 1 + below(5);
        std::vector<std::string> operators;
        for (int i = 0, count = 3 + below(3); i < count; ++i) switch (below(5)) {
                case 0: operators.push_back(pool()); break;
                case 1: operators.push_back(pad()); [[fallthrough]];
                case 2: operators.push_back(depthwise()); break;
                default: operators.push_back(convolution()); break;
            }
        return chainFromText(operators);
    }

private:
    int below(int count) {
        return static_cast<int>(m_random.next() % static_cast<std::uint64_t>(count));
    }
    int seed() { return 1 + below(100'000); }
    [[nodiscard]] std::string image() const {
        const std::string quantization = m_type == "f32"   ? ""
                                         : m_type == "i16" ? " q.01:0"
                                                           : " q.05:" + std::to_string(m_zero);
        return fmt::format("{} 1x{}x{}x{}{}", m_type, m_height, m_width, m_depth, quantization);
    }
    /// Weights of that shape and biases for the last axis, or the first.
    std::string constants(const std::string& shape, int outputs, int axis) {
        if (m_type == "f32")
            return fmt::format("f32 {} =#{}, f32 {} =#{}", shape, seed(), outputs, seed());
        if (m_type == "i16")
            return fmt::format("i8 {} Q.002x{}@{} =#{}, i64 {} =#{}~3000", shape, outputs, axis,
                               seed(), outputs, seed());
        return fmt::format("u8 {} q.002:{} =#{}, i32 {} =#{}~3000", shape, 100 + below(50), seed(),
                           outputs, seed());
    }
    /// Sets the size of what comes out.
    std::string windowOptions(int window, int stride, int dilation) {
        const int reach = (window - 1) * dilation + 1;
        const bool isSame = below(2) == 0 || reach > std::min(m_height, m_width);
        const auto out = [&](int in) {
            return isSame ? (in + stride - 1) / stride : (in - reach) / stride + 1;
        };
        m_height = out(m_height);
        m_width = out(m_width);
        return fmt::format("padding={} stride_h={} stride_w={} fused_activation_function={}",
                           isSame ? 0 : 1, stride, stride, below(3) == 0 ? 1 : 0);
    }
    std::string convolution() {
        const int window = 1 + below(4);
        const int dilation = 1 + below(2);
        const int stride = dilation > 1 ? 1 : 1 + below(2);
        const int outputs = 1 + below(6);
        const std::string in = image();
        const std::string weights =
            constants(fmt::format("{}x{}x{}x{}", outputs, window, window, m_depth), outputs, 0);
        const std::string options = windowOptions(window, stride, dilation);
        m_depth = outputs;
        m_zero = 90 + below(60);
        return fmt::format(
            "CONV_2D({}, {}) -> {} | Conv2DOptions {} dilation_h_factor={} dilation_w_factor={}",
            in, weights, image(), options, dilation, dilation);
    }
    std::string depthwise() {
        const int window = 1 + below(3);
        const int multiplier = 1 + below(2);
        const std::string in = image();
        const int outputs = m_depth * multiplier;
        const std::string weights =
            constants(fmt::format("1x{}x{}x{}", window, window, outputs), outputs, 3);
        const std::string options = windowOptions(window, 1 + below(2), 1);
        m_depth = outputs;
        m_zero = 90 + below(60);
        return fmt::format(
            "DEPTHWISE_CONV_2D({}, {}) -> {} | DepthwiseConv2DOptions depth_multiplier={} {}", in,
            weights, image(), multiplier, options);
    }
    std::string pool() {
        const int window = 1 + below(3);
        const std::string in = image();
        const std::string options = windowOptions(window, 1 + below(2), 1);
        return fmt::format(
            "{}_POOL_2D({}) -> {} | Pool2DOptions filter_height={} filter_width={} {}",
            below(2) == 0 ? "MAX" : "AVERAGE", in, image(), window, window, options);
    }
    std::string pad() {
        const std::string in = image();
        const int top = below(3), bottom = below(2), left = below(2), right = below(3);
        m_height += top + bottom;
        m_width += left + right;
        return fmt::format("PAD({}, i32 4x2 =[0 0 {} {} {} {} 0 0]) -> {}", in, top, bottom, left,
                           right, image());
    }

    std::string m_type;
    SplitMix m_random;
    int m_height = 1, m_width = 1, m_depth = 1;
    int m_zero = 120;
};

class RowsOfType : public testing::TestWithParam<const char*> {};

TEST_P(RowsOfType, GiveWhatTheWholeModelGives) {
    SplitProgram program;
    Counts counts;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        SCOPED_TRACE(seed);
        const Model model = Chain(GetParam(), seed).draw();
        const auto whole = makeProject(model);
        ASSERT_TRUE(whole) << whole.error().message;
        const RowModel rows = readRows(*whole->program, whole->emissions, whole->memory.order);
        const auto examples = test::examplesOf(whole->program, 2);
        const auto count = static_cast<std::int32_t>(rows.graph.operators.size());
        std::vector<split::Segment> segments;
        for (std::int32_t o = 0; o < count; ++o) {
            const bool byRows =
                rows.graph.operators[static_cast<std::size_t>(o)].rule != split::RowRule::None;
            if (byRows && !segments.empty() && segments.back().byRows)
                segments.back().end = o + 1;
            else
                segments.push_back({o, o + 1, byRows});
        }
        const std::string what = fmt::format("{} {}", GetParam(), seed);
        test::checkSplit(model, {.segments = segments}, examples, what, program, counts);
        test::checkSplit(model, {.limits = {.nodes = 60}}, examples, what + ", planned", program,
                         counts);
    }
    EXPECT_GT(counts.byRows, 12);
    EXPECT_EQ(program.run(), "");
}

INSTANTIATE_TEST_SUITE_P(, RowsOfType, testing::Values("f32", "i16", "u8"),
                         [](const auto& type) { return std::string(type.param); });

/// Whoever adds rows up holds the sums of each channel and no image.
TEST(RowsOfMeans, AreAddedUpAsTheyCome) {
    SplitProgram program;
    Counts counts;
    for (const char* out : {"1x6", "1x1x1x6"})
        for (const char* type : {"i8", "u8"}) {
            SCOPED_TRACE(fmt::format("{} {}", type, out));
            const std::string in = fmt::format("{} 1x7x5x6 q.05:3", type);
            const Model model = chainFromText(
                {fmt::format("MAX_POOL_2D({0}) -> {0} | Pool2DOptions filter_height=3 "
                             "filter_width=3 stride_h=1 stride_w=1",
                             in),
                 fmt::format("MEAN({}, i32 2 =[2 1]) -> {} {} q.04:-2 | ReducerOptions "
                             "keep_dims={}",
                             in, type, out, out[2] == '6' ? "false" : "true")});
            const auto whole = makeProject(model);
            ASSERT_TRUE(whole) << whole.error().message;
            const RowModel rows = readRows(*whole->program, whole->emissions, whole->memory.order);
            ASSERT_EQ(rows.graph.operators.size(), 2U);
            EXPECT_EQ(rows.graph.operators[1].rule, split::RowRule::Sum);
            EXPECT_EQ(rows.graph.operators[1].sumBytes, 12) << "of 35 elements, in int16";
            test::checkSplit(model, {.segments = {{0, 2, true}}},
                             test::examplesOf(whole->program, 3),
                             fmt::format("{} to {}", type, out), program, counts);
        }
    EXPECT_EQ(program.run(), "");
}

/// An image whose sums int16 does not hold.
TEST(RowsOfMeans, OfLargeImagesHaveWideSums) {
    const Model model = thimble::test::modelFromText(
        "MEAN(i8 1x17x16x3 q.05:3, i32 2 =[1 2]) -> i8 1x3 q.04:-2 | ReducerOptions");
    const auto whole = makeProject(model);
    ASSERT_TRUE(whole) << whole.error().message;
    const RowModel rows = readRows(*whole->program, whole->emissions, whole->memory.order);
    EXPECT_EQ(rows.graph.operators.at(0).sumBytes, 12);
    test::expectEqual(model, {{0, 1, true}});
}

/// In slices of channels there is never more than some channels of the image before the mean.
TEST(RowsOfMeans, PassSlicesOfChannelsOn) {
    SplitProgram program;
    Counts counts;
    const Model model = chainFromText(
        {"CONV_2D(i8 1x4x4x3 q.05:3, i8 16x1x1x3 Q.01x16@0 =#1, i32 16 =#2~3000) -> "
         "i8 1x4x4x16 q.05:-4 | Conv2DOptions padding=1 stride_h=1 stride_w=1",
         "MEAN(i8 1x4x4x16 q.05:-4, i32 2 =[1 2]) -> i8 1x16 q.03:1 | ReducerOptions",
         "FULLY_CONNECTED(i8 1x16 q.03:1, i8 5x16 q.02:0 =#3, i32 5 =#4~3000) -> i8 1x5 q.1:2 | "
         "FullyConnectedOptions"});
    const auto whole = makeProject(model);
    ASSERT_TRUE(whole) << whole.error().message;
    const auto examples = test::examplesOf(whole->program, 3);
    for (const std::int32_t end : {2, 3}) {
        std::vector<split::Segment> segments = {{0, end, true, 4}};
        if (end == 2) segments.push_back({2, 3, false});
        test::checkSplit(model, {.segments = segments}, examples, "in slices", program, counts);
    }
    EXPECT_EQ(program.run(), "");
    EXPECT_GT(counts.parts["pass th_pool_sum_8_s16"], 0);
}

/// Other axes are a mean, too, but none of rows.
TEST(RowsOfMeans, OfOtherAxesRunAsAWhole) {
    for (const char* axes : {"1 =[3]", "2 =[2 3]", "1 =[1]"}) {
        const std::string text = axes;
        const char* out = text[0] == '2' ? "1x4" : text[4] == '3' ? "1x4x5" : "1x5x6";
        const Model model = thimble::test::modelFromText(fmt::format(
            "MEAN(i8 1x4x5x6 q.05:3, i32 {}) -> i8 {} q.04:-2 | ReducerOptions", axes, out));
        const auto whole = makeProject(model);
        ASSERT_TRUE(whole) << whole.error().message;
        const RowModel rows = readRows(*whole->program, whole->emissions, whole->memory.order);
        EXPECT_EQ(rows.graph.operators.at(0).rule, split::RowRule::None) << axes;
    }
}

}  // namespace
}  // namespace thimble::cproject
