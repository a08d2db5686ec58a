// Projects that call CMSIS-NN: what is written, and what stays with our own kernels. CMSIS-NN
// itself is not needed here; vectors_test.cpp and tests/cproject run it where there is a checkout.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "core/cproject/project.h"
#include "tests/support/model_text.h"

namespace thimble::cproject {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Project projectOf(const std::string& text, KernelSet kernels = KernelSet::CmsisNn) {
    auto project = makeProject(test::modelFromText(text), {.kernels = kernels});
    EXPECT_TRUE(project) << project.error().message;
    return std::move(*project);
}

std::string fileOf(const Project& project, const std::string& name) {
    const auto found = std::ranges::find(project.files, name, &File::name);
    return found == project.files.end() ? "" : found->text;
}

const char* const kConv =
    "CONV_2D(i8 1x8x8x4 q.5:3, i8 6x3x3x4 Q.02x6@0 =#1, i32 6 =[10 -20 30 -40 50 -60]) -> "
    "i8 1x8x8x6 q.9:-7 | Conv2DOptions padding=0 stride_h=1 stride_w=1";
const char* const kDepthwise =
    "DEPTHWISE_CONV_2D(i8 1x8x8x4 q.5:0, i8 1x3x3x4 Q.02x4@3 =#1) -> i8 1x8x8x4 q.9:1 | "
    "DepthwiseConv2DOptions padding=0 stride_h=1 stride_w=1 depth_multiplier=1";
const char* const kProduct = "FULLY_CONNECTED(i8 2x16 q.5:0, i8 4x16 q.02:0 =#1) -> i8 2x4 q.9:1";

TEST(CmsisNn, IsCalledWithTheModelsOwnTables) {
    const Project project = projectOf(kConv);
    ASSERT_EQ(project.emissions[0].calls.size(), 1U);
    const Call& call = project.emissions[0].calls[0];
    EXPECT_EQ(call.kernel, "th_cmsis_conv_s8");
    EXPECT_TRUE(call.mayFail);
    const auto& arrays = project.emissions[0].arrays;
    ASSERT_EQ(arrays.size(), 4U);
    EXPECT_EQ(arrays[0].type, "int8_t");
    EXPECT_EQ(arrays[0].values.size(), 6U * 3 * 3 * 4);
    EXPECT_THAT(arrays[1].values, testing::ElementsAre("10", "-20", "30", "-40", "50", "-60"));
    EXPECT_EQ(arrays[2].values.size(), 6U);
    EXPECT_EQ(arrays[3].values.size(), 6U);
    const std::string model = fileOf(project, "model.c");
    EXPECT_THAT(model, HasSubstr("#include \"th_cmsis_conv_s8.h\""));
    EXPECT_THAT(model, HasSubstr("if (th_cmsis_conv_s8(&op0, "));
    EXPECT_THAT(model, HasSubstr("return MODEL_KERNEL_FAILED;"));
    EXPECT_THAT(model, HasSubstr(".input_zero = 3,"));
    EXPECT_THAT(fileOf(project, "README.md"), HasSubstr("CMSIS_NN="));
    for (const char* name : {"th_cmsis_conv_s8.c", "th_cmsis_conv_s8.h", "th_cmsis.h"})
        EXPECT_THAT(fileOf(project, name), Not(IsEmpty())) << name;
}

TEST(CmsisNn, GetsTheScratchThatEveryBuildAsksFor) {
    // Two patches of 36 values of 16 bits; a column of it for Arm's compiler; nothing; one patch.
    struct Case {
        const char* name;
        std::string text;
        std::size_t scratch;
    };
    const std::string depthwise5 =
        "DEPTHWISE_CONV_2D(i8 1x8x8x4 q.5:0, i8 1x5x5x4 Q.02x4@3 =#1) -> i8 1x8x8x4 q.9:1 | "
        "DepthwiseConv2DOptions padding=0 stride_h=1 stride_w=1 depth_multiplier=1";
    const Case cases[] = {
        {"convolution", kConv, 4 * 36},
        {"window of one point",
         "CONV_2D(i8 1x8x8x4 q.5:0, i8 4x1x1x4 Q.02x4@0 =#1) -> i8 1x8x8x4 q.9:1 | "
         "Conv2DOptions padding=0 stride_h=1 stride_w=1",
         16},
        {"depthwise 3x3", kDepthwise, 0},
        {"depthwise 5x5", depthwise5, 2 * 100},
        {"product", kProduct, 0},
    };
    for (const Case& c : cases) {
        SCOPED_TRACE(c.name);
        const Project project = projectOf(c.text);
        EXPECT_EQ(cmsisNnCalls(project), 1U);
        EXPECT_EQ(project.emissions[0].scratchBytes, c.scratch);
    }
}

TEST(CmsisNn, WritesNoOutputOverItsInput) {
    EXPECT_THAT(projectOf(kDepthwise).memory.shared, IsEmpty());
    EXPECT_EQ(projectOf(kDepthwise, KernelSet::Own).memory.shared.size(), 1U);
}

TEST(CmsisNn, WithoutABiasZerosAreOne) {
    const Project project = projectOf(kProduct);
    EXPECT_THAT(project.emissions[0].arrays[1].values, testing::ElementsAre("0", "0", "0", "0"));
}

TEST(CmsisNn, NeverShiftsAllBits) {
    // A factor of 1 / (3 * 10^9): the first channel's sums give 0 all of them, the second's 1,
    // whatever the input is; with another bias some give 0 and some 1.
    const auto product = [](const char* bias) {
        return std::string("FULLY_CONNECTED(i8 1x16 q.00001:0, i8 2x16 q.00001:0 =#1, i32 2 =[") +
               bias + "]) -> i8 1x2 q.3:0";
    };
    const Project project = projectOf(product("5 2000000000"));
    ASSERT_EQ(cmsisNnCalls(project), 1U);
    EXPECT_THAT(fileOf(project, "model.c"), HasSubstr(".multiplier = 1073741824, .shift = 1"));
    const auto& arrays = project.emissions[0].arrays;
    EXPECT_THAT(arrays[0].values, testing::Each("0"));
    EXPECT_THAT(arrays[1].values, testing::ElementsAre("0", "1"));
    EXPECT_EQ(cmsisNnCalls(projectOf(product("5 1500000000"))), 0U);
}

TEST(CmsisNn, IsNotCalledForWhatItDoesNotDoAlike) {
    const std::pair<const char*, std::string> cases[] = {
        {"groups",
         "CONV_2D(i8 1x4x4x4 q.5:0, i8 4x1x1x2 Q.02x4@0 =#1) -> i8 1x4x4x4 q.9:1 | "
         "Conv2DOptions padding=0 stride_h=1 stride_w=1"},
        {"a scale for each output of a product",
         "FULLY_CONNECTED(i8 1x16 q.5:0, i8 2x16 Q.02x2@0 =#1) -> i8 1x2 q.9:1"},
        {"weights that are no constant",
         "FULLY_CONNECTED(i8 1x16 q.5:0, i8 2x16 q.02:0) -> i8 1x2 q.9:1"},
        {"float", "FULLY_CONNECTED(f32 1x16, f32 2x16 =#1) -> f32 1x2"},
        {"another operator", "RELU(i8 1x16 q.5:0) -> i8 1x16 q.5:0"},
    };
    for (const auto& [name, text] : cases) {
        SCOPED_TRACE(name);
        const Project project = projectOf(text);
        EXPECT_EQ(cmsisNnCalls(project), 0U);
        EXPECT_EQ(project.files, projectOf(text, KernelSet::Own).files);
        EXPECT_THAT(fileOf(project, "README.md"), Not(HasSubstr("CMSIS")));
    }
}

TEST(CmsisNn, IsAChoiceByName) {
    EXPECT_EQ(findKernelSet("own"), KernelSet::Own);
    EXPECT_EQ(findKernelSet("cmsis-nn"), KernelSet::CmsisNn);
    EXPECT_EQ(findKernelSet("CMSIS"), std::nullopt);
    for (const KernelSetInfo& info : kKernelSets) EXPECT_EQ(&kernelSetInfo(info.set), &info);
}

}  // namespace
}  // namespace thimble::cproject
