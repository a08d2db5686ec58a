// Segments in slices of channels, in operators of stock TFLM.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/model/check_model.h"
#include "core/model/names.h"
#include "core/ops/operator_rules.h"
#include "core/patches/apply_patches.h"
#include "core/patches/find_patches.h"
#include "core/tflite/reader.h"
#include "core/tflite/writer.h"
#include "core/tflm/device_memory.h"
#include "tests/core/patches/random_images.h"
#include "tests/support/model_text.h"

namespace thimble::patches {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string kExpand =
    "CONV_2D(i8 1x8x8x4 q.1:3, i8 24x1x1x4 Q.01x24@0 =#1, i32 24 =#2~500) -> i8 1x8x8x24 q.2:-5 | "
    "Conv2DOptions padding=1 stride_h=1 stride_w=1";
const std::string kDepthwise =
    "DEPTHWISE_CONV_2D(i8 1x8x8x24 q.2:-5, i8 1x3x3x24 Q.02x24@3 =#3, i32 24 =#4~500) -> "
    "i8 1x4x4x24 q.3:1 | DepthwiseConv2DOptions stride_h=2 stride_w=2 depth_multiplier=1";
const std::string kMean = "MEAN(i8 1x4x4x24 q.3:1, i32 2 =[1 2]) -> i8 1x24 q.1:2 | ReducerOptions";
const std::string kRelu = "RELU(i8 1x24 q.1:2) -> i8 1x24 q.1:2";

std::vector<std::string> namesOf(const Model& model) {
    std::vector<std::string> names;
    for (const Operator& op : model.subgraphs[0].operators)
        names.push_back(operatorName(model, op));
    return names;
}

const Tensor& operand(const Model& model, std::size_t op, std::size_t position) {
    const Subgraph& subgraph = model.subgraphs[0];
    return subgraph.tensors[static_cast<std::size_t>(subgraph.operators[op].inputs[position])];
}
const Tensor& output(const Model& model, std::size_t op) {
    const Subgraph& subgraph = model.subgraphs[0];
    return subgraph.tensors[static_cast<std::size_t>(subgraph.operators[op].outputs[0])];
}

Result<Model> inSlices(const Model& model, std::int32_t first, std::int32_t last,
                       std::int32_t channels) {
    return applyPatches(model, std::vector<PatchPlan>{{{first, last}, 1, 1, channels}});
}

void expectSameBits(const Model& model, const Model& sliced) {
    const auto sound = checkModel(sliced);
    ASSERT_TRUE(sound) << sound.error().message;
    EXPECT_EQ(test::macsOf(sliced), test::macsOf(model)) << "nothing is computed twice";
    const auto difference = firstDifference(model, sliced, 3);
    ASSERT_TRUE(difference) << difference.error().message;
    EXPECT_FALSE(*difference) << **difference;
    const auto bytes = writeTflite(sliced);
    ASSERT_TRUE(bytes);
    const auto read = readTflite(Blob(*bytes));
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, sliced);
}

TEST(ChannelsForTflm, WeightsAreCutWithTheChannels) {
    const Model model = test::chainFromText({kExpand, kDepthwise});
    const auto sliced = inSlices(model, 0, 2, 2);
    ASSERT_TRUE(sliced) << sliced.error().message;
    EXPECT_THAT(namesOf(*sliced), ElementsAre("CONV_2D", "DEPTHWISE_CONV_2D", "CONV_2D",
                                              "DEPTHWISE_CONV_2D", "CONCATENATION"));
    EXPECT_THAT(operand(*sliced, 0, 1).shape, ElementsAre(12, 1, 1, 4));
    EXPECT_THAT(operand(*sliced, 3, 1).shape, ElementsAre(1, 3, 3, 12));
    EXPECT_THAT(operand(*sliced, 3, 2).shape, ElementsAre(12));
    EXPECT_THAT(output(*sliced, 0).shape, ElementsAre(1, 8, 8, 12));
    const auto& whole = *operand(model, 1, 1).quantization;
    const auto& second = *operand(*sliced, 3, 1).quantization;
    EXPECT_EQ(second.scale, std::vector(whole.scale.begin() + 12, whole.scale.end()));
    EXPECT_EQ(second.quantizedDimension, 3);
    expectSameBits(model, *sliced);
}

TEST(ChannelsForTflm, AnyCountOfSlicesComputesTheSameBits) {
    const Model model = test::chainFromText({kExpand, kDepthwise, kMean, kRelu});
    for (std::int32_t channels = 2; channels <= kMostPatches; ++channels)
        for (std::int32_t last = 1; last <= 4; ++last) {
            SCOPED_TRACE(std::to_string(channels) + " slices, to " + std::to_string(last));
            const auto sliced = inSlices(model, 0, last, channels);
            ASSERT_TRUE(sliced) << sliced.error().message;
            expectSameBits(model, *sliced);
        }
}

/// A gate for each channel, and constants for all or for each.
TEST(ChannelsForTflm, OperandsFromOutsideAreCut) {
    Model model = test::chainFromText(
        {kExpand, kDepthwise, "MUL(i8 1x4x4x24 q.3:1, i8 1x1x1x24 q.1:0) -> i8 1x4x4x24 q.2:0",
         "ADD(i8 1x4x4x24 q.2:0, i8 24 q.1:0 =#5) -> i8 1x4x4x24 q.3:4",
         "MUL(i8 1x4x4x24 q.3:4, i8 1 q.1:0 =#6) -> i8 1x4x4x24 q.4:4"});
    Subgraph& subgraph = model.subgraphs[0];
    subgraph.inputs.push_back(subgraph.operators[2].inputs[1]);
    const auto sliced = inSlices(model, 0, 5, 3);
    ASSERT_TRUE(sliced) << sliced.error().message;
    EXPECT_EQ(std::ranges::count(namesOf(*sliced), "SLICE"), 3);
    expectSameBits(model, *sliced);
}

TEST(ChannelsForTflm, OtherTypesAreCut) {
    for (const std::string type : {"f32", "i16"}) {
        SCOPED_TRACE(type);
        const std::string q = type == "f32" ? "" : " q";
        const std::string w = type == "f32" ? "f32" : "i8", b = type == "f32" ? "f32" : "i64";
        const Model model = test::chainFromText(
            {"CONV_2D(" + type + " 1x6x6x2" + q + ", " + w + " 8x1x1x2" + q + " =#1, " + b +
                 " 8 =#2~3) -> " + type + " 1x6x6x8" + q +
                 " | Conv2DOptions padding=1 stride_h=1 stride_w=1",
             "DEPTHWISE_CONV_2D(" + type + " 1x6x6x8" + q + ", " + w + " 1x3x3x8" + q + " =#3, " +
                 b + " 8 =#4~3) -> " + type + " 1x6x6x8" + q +
                 " | DepthwiseConv2DOptions stride_h=1 stride_w=1 depth_multiplier=1"});
        const auto sliced = inSlices(model, 0, 2, 2);
        ASSERT_TRUE(sliced) << sliced.error().message;
        expectSameBits(model, *sliced);
    }
}

std::string refusal(const Model& model, std::int32_t first, std::int32_t last) {
    const auto sliced = inSlices(model, first, last, 2);
    if (sliced) return "it is possible";
    EXPECT_EQ(sliced.error().code, ErrorCode::Unsupported);
    return sliced.error().message;
}

TEST(ChannelsForTflm, WhatCannotBeExactIsRefused) {
    const std::string project =
        "CONV_2D(i8 1x4x4x24 q.3:1, i8 8x1x1x24 Q.01x8@0 =#5) -> i8 1x4x4x8 q.2:0 | "
        "Conv2DOptions padding=1 stride_h=1 stride_w=1";
    const Model chain = test::chainFromText({kExpand, kDepthwise, project});
    EXPECT_THAT(refusal(chain, 0, 3), HasSubstr("makes other channels"));
    EXPECT_THAT(refusal(chain, 1, 2), HasSubstr("makes no channels of all of its input"));
    const std::string same =
        "CONV_2D(i8 1x4x4x24 q.3:1, i8 24x1x1x24 Q.01x24@0 =#5) -> i8 1x4x4x24 q.2:0 | "
        "Conv2DOptions padding=1 stride_h=1 stride_w=1";
    EXPECT_THAT(refusal(test::chainFromText({kExpand, kDepthwise, same}), 0, 3),
                HasSubstr("needs all channels"));
    Model seen = test::chainFromText({kExpand, kDepthwise});
    seen.subgraphs[0].outputs.push_back(seen.subgraphs[0].operators[0].outputs[0]);
    EXPECT_THAT(refusal(seen, 0, 2), HasSubstr("is needed outside its segment"));
    const std::string softmax = "SOFTMAX(i8 1x8x8x24 q.2:-5) -> i8 1x8x8x24 q.00390625:-128";
    EXPECT_THAT(refusal(test::chainFromText({kExpand, softmax}), 0, 2),
                HasSubstr("SOFTMAX: it has no rule for slices"));
    const std::string mean =
        "MEAN(i8 1x8x8x24 q.2:-5, i32 2 =[2 3]) -> i8 1x8 q.1:2 | ReducerOptions";
    EXPECT_THAT(refusal(test::chainFromText({kExpand, mean}), 0, 2),
                HasSubstr("a mean of other axes"));
    const std::string multiplied =
        "DEPTHWISE_CONV_2D(i8 1x8x8x24 q.2:-5, i8 1x1x1x48 Q.02x48@3 =#3) -> i8 1x8x8x48 q.3:1 | "
        "DepthwiseConv2DOptions padding=1 stride_h=1 stride_w=1 depth_multiplier=2";
    EXPECT_THAT(refusal(test::chainFromText({kExpand, multiplied}), 0, 2),
                HasSubstr("not those of its input"));
}

/// The expanded image is all that is large, and a patch would compute rows of it twice.
TEST(ChannelsForTflm, TheSearchFindsThem) {
    const auto target = *tflm::findTarget("arm32-reference");
    const Model model = test::chainFromText({kExpand, kDepthwise, kMean, kRelu});
    const auto search = findPatches(model, target, {.goal = PatchGoal::Head, .maxMacOverhead = 0});
    ASSERT_TRUE(search) << search.error().message;
    ASSERT_TRUE(search->best);
    const PatchedModel& best = *search->best;
    ASSERT_EQ(best.segments.size(), 1U);
    EXPECT_TRUE(best.segments[0].ofChannels());
    EXPECT_EQ(best.macs, search->macs);
    // The input, a slice of 4 channels of 8 x 8, and one of 4 x 4 that is made of it; the means,
    // which lie where they belong, and what MEAN works in.
    EXPECT_EQ(search->unpatched.after.headBytes, 1536 + 384);
    EXPECT_LE(best.plan.after.headBytes, 256 + 256 + 64 + 6 * 16 + 64);
    EXPECT_THAT(checkMemoryPlan(best.model, best.plan, target), testing::IsEmpty());
    expectSameBits(model, best.plan.model);
}

}  // namespace
}  // namespace thimble::patches
