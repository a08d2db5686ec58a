#include "core/cproject/memory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/cproject/project.h"
#include "tests/support/model_text.h"

namespace thimble::cproject {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Project projectOf(const std::string& text, MemoryOptions options = {}) {
    auto project = makeProject(test::modelFromText(text), {.memory = options});
    EXPECT_TRUE(project) << project.error().message;
    return std::move(*project);
}

const char* const kDepthwise =
    "DEPTHWISE_CONV_2D(i8 1x8x8x4 q.5:0, i8 1x3x3x4 Q.02x4@3 =#1) -> i8 1x8x8x4 q.9:1 | "
    "DepthwiseConv2DOptions padding=0 stride_h=1 stride_w=1 depth_multiplier=1";

std::vector<std::string> faults(const Project& project, const Memory& memory) {
    return checkMemory(*project.program, project.emissions, memory);
}

TEST(CMemory, DepthwiseWritesOverItsInput) {
    const Project shared = projectOf(kDepthwise);
    const Project apart = projectOf(kDepthwise, {.share = false});
    const auto scratch = static_cast<Bytes>(shared.emissions[0].scratchBytes);
    EXPECT_EQ(shared.memory.arenaBytes, 256 + scratch);
    EXPECT_EQ(apart.memory.arenaBytes, 2 * 256 + scratch);
    EXPECT_EQ(shared.memory.shared.size(), 1U);
    EXPECT_THAT(apart.memory.shared, IsEmpty());
    EXPECT_EQ(shared.memory.arenaBytes, shared.memory.lowerBoundBytes);
}

TEST(CMemory, AConvolutionDoesNot) {
    const Project project = projectOf(
        "CONV_2D(i8 1x8x8x4 q.5:0, i8 4x1x1x4 Q.02x4@0 =#1) -> i8 1x8x8x4 q.9:1 | "
        "Conv2DOptions padding=0 stride_h=1 stride_w=1");
    EXPECT_THAT(project.memory.shared, IsEmpty());
    EXPECT_EQ(project.memory.arenaBytes,
              2 * 256 + static_cast<Bytes>(project.emissions[0].scratchBytes));
}

TEST(CMemory, TheCheckSeesWhatIsWrong) {
    const Project project = projectOf(kDepthwise, {.share = false});
    const Memory& sound = project.memory;
    ASSERT_THAT(faults(project, sound), IsEmpty());
    const Subgraph& subgraph = project.program->model.subgraphs[0];
    const auto input = static_cast<std::size_t>(subgraph.inputs[0]);
    const auto output = static_cast<std::size_t>(subgraph.outputs[0]);

    Memory memory = sound;
    memory.offsets[output] = memory.arenaBytes;
    EXPECT_THAT(faults(project, memory), Not(IsEmpty())) << "outside";

    memory = sound;
    memory.offsets[output] = memory.offsets[input] + 4;
    EXPECT_THAT(faults(project, memory), Not(IsEmpty())) << "four bytes on";

    memory = sound;
    memory.scratch[0] = memory.offsets[input];
    EXPECT_THAT(faults(project, memory), Not(IsEmpty())) << "works in its input";

    memory = sound;
    memory.scratch[0] = memory.offsets[output];
    EXPECT_THAT(faults(project, memory), Not(IsEmpty())) << "works in its output";

    memory = sound;
    memory.offsets[output] += 1;
    EXPECT_THAT(faults(project, memory), Not(IsEmpty())) << "misaligned";

    memory = sound;
    memory.order.clear();
    EXPECT_THAT(faults(project, memory), Not(IsEmpty())) << "nothing runs";
}

TEST(CProject, NamesWhatCannotBeExported) {
    const auto project =
        makeProject(test::modelFromText("WHERE(bool 4) -> i64 4x1 | WhereOptions"));
    ASSERT_FALSE(project);
    EXPECT_EQ(project.error().code, ErrorCode::Unsupported);
    EXPECT_THAT(project.error().message, HasSubstr("WHERE"));
}

TEST(CProject, NamesFromTheFileCannotLeaveAComment) {
    Model model = test::modelFromText(kDepthwise);
    model.subgraphs[0].tensors[static_cast<std::size_t>(model.subgraphs[0].outputs[0])].name =
        "*/ int x; /*\n#define model_invoke";
    const auto project = makeProject(model, {.modelName = "a*/b\\\n.tflite"});
    ASSERT_TRUE(project);
    for (const File& file : project->files) {
        if (file.name != "model.h" && file.name != "model.c") continue;
        EXPECT_THAT(file.text, Not(HasSubstr("*/ int x")));
        EXPECT_THAT(file.text, Not(HasSubstr("a*/b")));
        EXPECT_THAT(file.text, Not(HasSubstr("\n#define model_invoke")));
    }
}

TEST(CProject, IsTheSameEveryTime) {
    EXPECT_EQ(projectOf(kDepthwise).files, projectOf(kDepthwise).files);
}

TEST(CProject, HoldsOnlyTheKernelsItCalls) {
    for (const File& file : projectOf(kDepthwise).files)
        EXPECT_THAT(file.name, Not(HasSubstr("th_conv_s8")));
}

}  // namespace
}  // namespace thimble::cproject
