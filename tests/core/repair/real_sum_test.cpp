// Sums in real numbers against the interpreter's integers.

#include "core/repair/real_sum.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/base/splitmix.h"
#include "core/eval/values.h"
#include "core/interp/program.h"
#include "core/interp/random_inputs.h"
#include "tests/support/model_text.h"

namespace thimble::repair {
namespace {

TEST(DrawPositions, AreOneOfEachEqualPartInOrder) {
    const auto all = drawPositions(7, 11, 1000, 1);
    ASSERT_EQ(all.size(), 77U);
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_EQ(all[i].sample, i / 11);
        EXPECT_EQ(all[i].position, static_cast<std::int64_t>(i % 11));
    }
    const auto some = drawPositions(100, 1000, 300, 5);
    ASSERT_EQ(some.size(), 300U);
    const auto place = [](const Position& p) {
        return p.sample * 1000 + static_cast<std::size_t>(p.position);
    };
    for (std::size_t i = 0; i < some.size(); ++i) {
        EXPECT_GE(place(some[i]), i * 100'000 / 300);
        EXPECT_LT(place(some[i]), (i + 1) * 100'000 / 300);
    }
    const auto again = drawPositions(100, 1000, 300, 5);
    const auto other = drawPositions(100, 1000, 300, 6);
    const auto same = [&](const auto& a, const auto& b) {
        return std::ranges::equal(a, b, {}, place, place);
    };
    EXPECT_TRUE(same(some, again));
    EXPECT_FALSE(same(some, other));
    EXPECT_TRUE(drawPositions(0, 5, 10, 1).empty());
    EXPECT_TRUE(drawPositions(5, 0, 10, 1).empty());
}

struct SumCase {
    const char* name;
    const char* model;
};

const SumCase kSums[] = {
    {"per channel, padding, stride",
     "CONV_2D(i8 1x7x6x3 q.05:-3, i8 4x3x3x3 Q.01x4@0 =#7~100, i32 4 =#3~200) -> i8 1x4x3x4 q.3:5 "
     "| "
     "Conv2DOptions padding=0 stride_w=2 stride_h=2"},
    {"dilated, cut off at 0",
     "CONV_2D(i8 1x8x8x2 q.05:4, i8 3x3x3x2 q.01:0 =#2~100, i32 3 =#4~200) -> i8 1x4x4x3 q.1:-128 "
     "| "
     "Conv2DOptions padding=1 dilation_w_factor=2 dilation_h_factor=2 "
     "fused_activation_function=1 stride_w=1 stride_h=1"},
    {"matrix product, unsigned",
     "FULLY_CONNECTED(u8 2x12 q.05:120, u8 5x12 q.02:130 =#7, i32 5 =#3~500) -> u8 2x5 q.1:100 | "
     "FullyConnectedOptions"},
    {"16 bits of input",
     "FULLY_CONNECTED(i16 2x12 q.001:0, i8 5x12 q.02:0 =#7~100, i64 5 =#3~200) -> i16 2x5 q.1:0 | "
     "FullyConnectedOptions"},
    {"real numbers",
     "FULLY_CONNECTED(f32 2x12, f32 5x12 =#7, f32 5 =#3) -> f32 2x5 | FullyConnectedOptions"},
};

TEST(RealSum, GivesWhatTheInterpreterGives) {
    for (const auto& [name, text] : kSums) {
        SCOPED_TRACE(name);
        const Model model = test::modelFromText(text);
        const auto program = interp::prepareProgram(model);
        ASSERT_TRUE(program) << program.error().message;
        const auto sum = readSum(**program, 0);
        ASSERT_TRUE(sum) << sum.error().message;
        interp::Frame frame(*program);
        ASSERT_TRUE(interp::drawInputs(frame, 11));
        ASSERT_TRUE(frame.invoke().value_or(false));
        const interp::TensorInfo& output = (*program)->output(0);
        const auto outputs = eval::realValues(output, frame.output(0));
        ASSERT_EQ(static_cast<std::size_t>(sum->positions() * sum->weights.rows()), outputs.size());
        std::vector<float> patch(static_cast<std::size_t>(sum->patchSize()));
        std::size_t cut = 0;
        for (std::int64_t p = 0; p < sum->positions(); ++p) {
            readPatch(*sum, frame.input(0), p, patch.data());
            for (Eigen::Index o = 0; o < sum->weights.rows(); ++o) {
                double value = sum->bias(o);
                for (Eigen::Index c = 0; c < sum->patchSize(); ++c)
                    value += sum->weights(o, c) *
                             static_cast<double>(patch[static_cast<std::size_t>(c)]);
                const double bounded = std::clamp(value, sum->lowest, sum->highest);
                if (bounded != value) ++cut;
                const auto at = static_cast<std::size_t>(p * sum->weights.rows() + o);
                const double step = output.scale == 0 ? 1e-5 : static_cast<double>(output.scale);
                EXPECT_NEAR(outputs[at], bounded, 0.51 * step + 1e-6 * std::abs(value));
            }
        }
        EXPECT_LT(cut, outputs.size()) << "or nothing was compared";
    }
}

TEST(RealSum, OtherOperatorsAndOperandsAreRefused) {
    for (const char* text :
         {"RELU(i8 1x4 q) -> i8 1x4 q",
          "FULLY_CONNECTED(i8 2x12 q, i8 5x12 q, i32 5 =) -> i8 2x5 q | FullyConnectedOptions"}) {
        SCOPED_TRACE(text);
        const Model model = test::modelFromText(text);
        const auto program = interp::prepareProgram(model);
        ASSERT_TRUE(program) << program.error().message;
        const auto sum = readSum(**program, 0);
        ASSERT_FALSE(sum);
        EXPECT_EQ(sum.error().code, ErrorCode::Unsupported);
    }
}

}  // namespace
}  // namespace thimble::repair
