// Pools of UINT8, which TFLM refuses and TFLite's reference kernels do.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/interp/program.h"
#include "tests/support/model_text.h"

namespace thimble::interp {
namespace {

using testing::ElementsAre;

std::vector<int> run(const std::string& text, const std::vector<int>& input) {
    const auto program = prepareProgram(test::modelFromText(text));
    EXPECT_TRUE(program) << program.error().message;
    Frame frame(*program);
    for (std::size_t i = 0; i < input.size(); ++i)
        frame.input(0)[i] = static_cast<std::byte>(input[i]);
    EXPECT_TRUE(frame.invoke());
    std::vector<int> output;
    for (const std::byte value : frame.output(0)) output.push_back(std::to_integer<int>(value));
    return output;
}

const std::string kTwoByTwo =
    "padding=1 stride_w=2 stride_h=2 filter_width=2 filter_height=2 fused_activation_function=";

TEST(Pooling, OfBytesRoundsHalvesUp) {
    const std::string text =
        "AVERAGE_POOL_2D(u8 1x2x4x1 q.5:10) -> u8 1x1x2x1 q.5:10 | Pool2DOptions " + kTwoByTwo;
    EXPECT_THAT(run(text + "0", {1, 2, 255, 255, 3, 4, 255, 254}), ElementsAre(3, 255));
    // Zero is 10, six is 22.
    EXPECT_THAT(run(text + "1", {1, 2, 255, 255, 3, 4, 255, 254}), ElementsAre(10, 255));
    EXPECT_THAT(run(text + "3", {1, 2, 255, 255, 30, 40, 255, 254}), ElementsAre(18, 22));
}

TEST(Pooling, OfBytesTakesTheLargest) {
    const std::string text =
        "MAX_POOL_2D(u8 1x2x4x1 q.5:10) -> u8 1x1x2x1 q.5:10 | Pool2DOptions " + kTwoByTwo;
    EXPECT_THAT(run(text + "0", {0, 0, 1, 2, 0, 0, 200, 3}), ElementsAre(0, 200));
    EXPECT_THAT(run(text + "2", {0, 0, 1, 2, 0, 0, 200, 3}), ElementsAre(8, 12));
}

TEST(Pooling, LeavesPaddingOut) {
    EXPECT_THAT(run("AVERAGE_POOL_2D(u8 1x1x3x1) -> u8 1x1x2x1 | Pool2DOptions padding=0 "
                    "stride_w=2 stride_h=1 filter_width=2 filter_height=3",
                    {10, 20, 7}),
                ElementsAre(15, 7));
}

}  // namespace
}  // namespace thimble::interp
