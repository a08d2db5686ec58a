// Models that run in patches compute what they computed before, to the last bit.

#include "core/patches/apply_patches.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "core/base/splitmix.h"
#include "core/model/check_model.h"
#include "core/model/names.h"
#include "core/ops/operator_rules.h"
#include "core/patches/find_patches.h"
#include "core/tflite/option_names.h"
#include "core/tflite/reader.h"
#include "core/tflite/writer.h"
#include "tests/core/patches/random_images.h"
#include "tests/support/model_builder.h"
#include "tests/support/model_text.h"

namespace thimble::patches {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> namesOf(const Model& model) {
    std::vector<std::string> names;
    for (const Operator& op : model.subgraphs[0].operators)
        names.push_back(operatorName(model, op));
    return names;
}

/// x [1, 8, 8, 1] -> convolution with a window of 3 -> y.
Model oneConvolution(std::int64_t padding, std::int64_t stride = 1) {
    Model model = test::emptyModel();
    const std::int32_t x = test::addTensor(model, "x", {1, 8, 8, 1});
    const std::int32_t w = test::addConstant(model, "w", {2, 3, 3, 1});
    const std::int32_t size = static_cast<std::int32_t>((padding == 0 ? 8 : 6) / stride);
    const std::int32_t y = test::addTensor(model, "y", {1, size, size, 2});
    test::addOperator(model, BuiltinOperator::Conv2d, {x, w, -1}, {y});
    model.subgraphs[0].operators[0].options = makeOptions(
        "Conv2DOptions", {{"padding", padding}, {"stride_w", stride}, {"stride_h", stride}});
    model.subgraphs[0].inputs = {x};
    model.subgraphs[0].outputs = {y};
    return model;
}

TEST(ApplyPatches, RowsOfAValidConvolutionAreSlicesOfItsInput) {
    const auto patched = applyPatches(oneConvolution(1), std::vector<PatchPlan>{{{0, 1}, 2, 1}});
    ASSERT_TRUE(patched) << patched.error().message;
    EXPECT_THAT(namesOf(*patched),
                ElementsAre("SLICE", "CONV_2D", "SLICE", "CONV_2D", "CONCATENATION"));
    const Subgraph& subgraph = patched->subgraphs[0];
    const auto shape = [&](std::size_t op) {
        return subgraph.tensors[static_cast<std::size_t>(subgraph.operators[op].outputs[0])].shape;
    };
    EXPECT_THAT(shape(0), ElementsAre(1, 5, 8, 1)) << "three rows of the output need five";
    EXPECT_THAT(shape(1), ElementsAre(1, 3, 6, 2));
    EXPECT_THAT(shape(4), ElementsAre(1, 6, 6, 2));
}

TEST(ApplyPatches, OnlyWhatLiesOutsideIsPadded) {
    const auto patched = applyPatches(oneConvolution(0), std::vector<PatchPlan>{{{0, 1}, 2, 2}});
    ASSERT_TRUE(patched) << patched.error().message;
    EXPECT_THAT(namesOf(*patched), ElementsAre("SLICE", "PAD", "CONV_2D", "SLICE", "PAD", "CONV_2D",
                                               "CONCATENATION", "SLICE", "PAD", "CONV_2D", "SLICE",
                                               "PAD", "CONV_2D", "CONCATENATION", "CONCATENATION"));
    const Subgraph& subgraph = patched->subgraphs[0];
    const auto& padded =
        subgraph.tensors[static_cast<std::size_t>(subgraph.operators[1].outputs[0])];
    EXPECT_THAT(padded.shape, ElementsAre(1, 6, 6, 1)) << "one row and one column, top left";
}

TEST(ApplyPatches, SamePaddingStaysWhereItComesOutRight) {
    // A stride of 2 on an even size pads below and to the right: the last patch does so, too.
    const auto patched = applyPatches(oneConvolution(0, 2), std::vector<PatchPlan>{{{0, 1}, 2, 1}});
    ASSERT_TRUE(patched) << patched.error().message;
    EXPECT_THAT(namesOf(*patched),
                ElementsAre("SLICE", "PAD", "CONV_2D", "SLICE", "CONV_2D", "CONCATENATION"));
}

TEST(ApplyPatches, WeightsAreShared) {
    const Model model = oneConvolution(1);
    const auto patched = applyPatches(model, std::vector<PatchPlan>{{{0, 1}, 3, 1}});
    ASSERT_TRUE(patched) << patched.error().message;
    std::vector<std::int32_t> weights;
    for (const Operator& op : patched->subgraphs[0].operators)
        if (operatorName(*patched, op) == "CONV_2D") weights.push_back(op.inputs[1]);
    EXPECT_THAT(weights, ElementsAre(weights[0], weights[0], weights[0]));
}

TEST(ApplyPatches, RandomModelsComputeTheSameBits) {
    constexpr std::uint64_t kModels = 1200;
    int applied = 0;
    int inSlices = 0;
    for (std::uint64_t seed = 1; seed <= kModels; ++seed) {
        SCOPED_TRACE(seed);
        const Model model = test::randomImageModel(seed);
        ASSERT_TRUE(checkModel(model));
        const auto count = static_cast<std::int32_t>(model.subgraphs[0].operators.size());
        if (count == 0) continue;
        SplitMix random(seed);
        const auto below = [&](std::int32_t n) {
            return static_cast<std::int32_t>((random.next() >> 8U) % static_cast<std::uint64_t>(n));
        };
        PatchPlan plan;
        plan.operators.first = below(count);
        plan.operators.last = plan.operators.first + 1 + below(count - plan.operators.first);
        plan.rows = 1 + below(4);
        plan.columns = 1 + below(4);
        if (below(4) == 0) plan = {plan.operators, 1, 1, 2 + below(3)};
        const PatchRules rules = patchRules(model);
        const auto steps = patchSteps(model, rules, plan);
        const auto patched = applyPatches(model, std::vector{plan});
        ASSERT_EQ(steps.has_value(), patched.has_value());
        if (!patched) continue;
        ++applied;
        inSlices += plan.ofChannels() ? 1 : 0;
        const auto sound = checkModel(*patched);
        ASSERT_TRUE(sound) << sound.error().message;
        const auto difference = firstDifference(model, *patched, 2);
        ASSERT_TRUE(difference) << difference.error().message;
        ASSERT_FALSE(*difference) << **difference;

        Macs macs = 0;
        for (const PatchStep& step : steps->steps) macs += stepMacs(model, *steps, step);
        for (std::int32_t o = 0; o < count; ++o)
            if (!plan.operators.contains(o))
                macs += operatorMacs(model, model.subgraphs[0],
                                     model.subgraphs[0].operators[static_cast<std::size_t>(o)]);
        ASSERT_EQ(test::macsOf(*patched), macs);
    }
    EXPECT_GT(applied, 400) << "most plans should be possible";
    EXPECT_GT(inSlices, 25);
}

TEST(ApplyPatches, TheFileReadsBackAsTheSameModel) {
    const auto patched = applyPatches(oneConvolution(0), std::vector<PatchPlan>{{{0, 1}, 2, 2}});
    ASSERT_TRUE(patched);
    const auto bytes = writeTflite(*patched);
    ASSERT_TRUE(bytes);
    const auto read = readTflite(Blob(*bytes));
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, *patched);
}

TEST(ApplyPatches, PlansThatMakeNoSenseAreRefused) {
    constexpr std::int32_t kLarge = std::numeric_limits<std::int32_t>::max();
    constexpr std::int32_t kSmall = std::numeric_limits<std::int32_t>::min();
    const Model model = oneConvolution(0);
    const PatchPlan kPlans[] = {
        {{0, 2}, 2, 1},         {{-1, 1}, 2, 1},          {{1, 1}, 2, 1},    {{1, 0}, 2, 1},
        {{0, 1}, 1, 1},         {{0, 1}, 0, 2},           {{0, 1}, 9, 1},    {{0, 1}, 1, 9},
        {{0, 1}, kLarge, 2},    {{0, 1}, kSmall, 2},      {{0, 1}, -2, -2},  {{0, kLarge}, 2, 1},
        {{kSmall, 1}, 2, 1},    {{0, 1}, kLarge, kLarge}, {{0, 1}, 1, 1, 3}, {{0, 1}, 2, 1, 2},
        {{0, 1}, 1, 1, kLarge}, {{0, 1}, 2, 1, 0},        {{0, 2}, 1, 1, 2}, {{1, 0}, 1, 1, 2}};
    for (const PatchPlan& plan : kPlans) {
        const auto patched = applyPatches(model, std::vector{plan});
        ASSERT_FALSE(patched) << plan.operators.first << " " << plan.operators.last << " "
                              << plan.rows << " " << plan.columns;
        EXPECT_EQ(patched.error().code, ErrorCode::InvalidArgument);
    }
    const std::vector<PatchPlan> twice = {{{0, 1}, 2, 1}, {{0, 1}, 2, 1}};
    EXPECT_FALSE(applyPatches(model, twice));
}

/// Why a plan over all operators of the model is impossible.
std::string refusal(const Model& model, std::int32_t rows = 2) {
    const auto count = static_cast<std::int32_t>(model.subgraphs[0].operators.size());
    const auto patched = applyPatches(model, std::vector<PatchPlan>{{{0, count}, rows, 1}});
    if (patched) return "it is possible";
    EXPECT_EQ(patched.error().code, ErrorCode::Unsupported);
    return patched.error().message;
}

const char* const kFloats =
    "CONV_2D(f32 1x9x9x2, f32 3x3x3x2 =#1, f32 3 =#2) -> f32 1x9x9x3 | Conv2DOptions padding=0 "
    "stride_h=1 stride_w=1";

TEST(ApplyPatches, FloatsArePaddedWithZeros) {
    const Model model = test::modelFromText(kFloats);
    const auto patched = applyPatches(model, std::vector<PatchPlan>{{{0, 1}, 3, 2}});
    ASSERT_TRUE(patched) << patched.error().message;
    EXPECT_EQ(std::ranges::count(namesOf(*patched), "PAD"), 6);
    const auto difference = firstDifference(model, *patched, 5);
    ASSERT_TRUE(difference) << difference.error().message;
    EXPECT_FALSE(*difference) << **difference;
}

TEST(ApplyPatches, WhatCannotBeExactIsRefused) {
    // A pool that reaches over the edge leaves out what lies outside.
    Model pool = test::emptyModel();
    const std::int32_t x = test::addTensor(pool, "x", {1, 8, 8, 1});
    const std::int32_t y = test::addTensor(pool, "y", {1, 8, 8, 1});
    test::addOperator(pool, BuiltinOperator::MaxPool2d, {x}, {y});
    pool.subgraphs[0].operators[0].options =
        makeOptions("Pool2DOptions", {{"stride_w", std::int64_t{1}},
                                      {"stride_h", std::int64_t{1}},
                                      {"filter_width", std::int64_t{3}},
                                      {"filter_height", std::int64_t{3}}});
    pool.subgraphs[0].inputs = {x};
    pool.subgraphs[0].outputs = {y};
    EXPECT_THAT(refusal(pool), HasSubstr("cannot be written as PAD"));

    Model seen = oneConvolution(1);  // its output is read inside and outside
    const std::int32_t z = test::addTensor(seen, "z", {1, 6, 6, 2});
    test::addOperator(seen, BuiltinOperator::Relu, {2}, {z});
    seen.subgraphs[0].outputs = {2, z};
    EXPECT_THAT(refusal(seen), HasSubstr("is needed outside its segment"));

    Model softmax = oneConvolution(1);
    const std::int32_t s = test::addTensor(softmax, "s", {1, 6, 6, 2});
    test::addOperator(softmax, BuiltinOperator::Softmax, {2}, {s});
    softmax.subgraphs[0].outputs = {s};
    EXPECT_THAT(refusal(softmax), HasSubstr("operator #1 SOFTMAX: it has no rule"));

    Model infinite = test::modelFromText(kFloats);
    const auto& filter = infinite.subgraphs[0].tensors[1];
    std::vector<std::byte> weights(infinite.buffers[filter.buffer].data.bytes().begin(),
                                   infinite.buffers[filter.buffer].data.bytes().end());
    const float none = std::numeric_limits<float>::infinity();
    std::memcpy(weights.data(), &none, sizeof none);
    infinite.buffers[filter.buffer].data = Blob(std::move(weights));
    EXPECT_THAT(refusal(infinite), HasSubstr("cannot be written as PAD"));

    Model wrong = oneConvolution(1);
    wrong.subgraphs[0].tensors[2].shape = {1, 7, 6, 2};
    EXPECT_THAT(refusal(wrong), HasSubstr("another shape"));

    Model calling = oneConvolution(1);
    test::addSubgraph(calling);
    EXPECT_THAT(refusal(calling), HasSubstr("call subgraphs"));
}

}  // namespace
}  // namespace thimble::patches
