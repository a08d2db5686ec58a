#include "core/cost/operator_work.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/cost/routines.h"
#include "tests/support/model_builder.h"
#include "tests/support/model_text.h"
#include "tests/support/test_data.h"

namespace thimble::cost {
namespace {

OperatorWork workOf(const char* text) {
    const Model model = test::modelFromText(text);
    return operatorWork(model, model.subgraphs[0], model.subgraphs[0].operators[0]);
}

const Routine& routineFor(const char* text, Kernels kernels) {
    return routines()[routineOf(workOf(text), kernels)];
}

TEST(OperatorWork, CountsAConvolution) {
    const OperatorWork work = workOf(
        "CONV_2D(i8 1x8x8x3 q, i8 4x3x3x3 q4 =, i32 4 =) -> i8 1x6x6x4 q | Conv2DOptions padding=1 "
        "stride_w=1 stride_h=1");
    EXPECT_EQ(work.macs, 6 * 6 * 4 * 27);
    EXPECT_EQ(work.positions, 36);
    EXPECT_EQ(work.taps, 36 * 9);
    EXPECT_EQ(work.window, 9);
    EXPECT_EQ(work.inputChannels, 3);
    EXPECT_EQ(work.outputChannels, 4);
    EXPECT_EQ(work.number, NumberKind::Int8);
    EXPECT_TRUE(work.perChannel);
}

TEST(OperatorWork, LeavesOutTapsOutsideTheImage) {
    // 3x3 over 4x4 with SAME padding: 10 of 12 taps along each axis are inside.
    const OperatorWork work = workOf(
        "DEPTHWISE_CONV_2D(i8 1x4x4x8 q, i8 1x3x3x8 q =, i32 8 =) -> i8 1x4x4x8 q | "
        "DepthwiseConv2DOptions padding=0 stride_w=1 stride_h=1 depth_multiplier=1");
    EXPECT_EQ(work.taps, 100);
    EXPECT_EQ(work.macs, 4 * 4 * 8 * 9);
    EXPECT_EQ(work.padding, 1);
    EXPECT_EQ(work.multiplier, 1);
}

TEST(OperatorWork, CountsThePiecesOfCopies) {
    EXPECT_EQ(workOf("CONCATENATION(i8 1x5x7x3 q, i8 1x5x7x4 q) -> i8 1x5x7x7 q | "
                     "ConcatenationOptions axis=3")
                  .runs,
              2 * 35);
    EXPECT_EQ(workOf("CONCATENATION(i8 1x5x7x3 q, i8 1x5x7x3 q) -> i8 1x10x7x3 q | "
                     "ConcatenationOptions axis=1")
                  .runs,
              2);
}

TEST(OperatorWork, ChoosesTheRoutineThatCmsisNnChooses) {
    const char* pointwise =
        "CONV_2D(i8 1x8x8x16 q, i8 4x1x1x16 q4 =, i32 4 =) -> i8 1x8x8x4 q | Conv2DOptions "
        "stride_w=1 stride_h=1";
    EXPECT_EQ(routineFor(pointwise, Kernels::CmsisNn).name, "cmsis conv 1x1 s8");
    EXPECT_EQ(routineFor(pointwise, Kernels::Reference).name, "conv s8");
    EXPECT_EQ(routineFor("DEPTHWISE_CONV_2D(i8 1x4x4x8 q, i8 1x3x3x8 q =, i32 8 =) -> i8 1x4x4x8 q "
                         "| DepthwiseConv2DOptions stride_w=1 stride_h=1 depth_multiplier=1",
                         Kernels::CmsisNn)
                  .name,
              "cmsis depthwise 3x3 s8");
    EXPECT_EQ(routineFor("DEPTHWISE_CONV_2D(i8 1x4x4x8 q, i8 1x5x5x8 q =, i32 8 =) -> i8 1x4x4x8 q "
                         "| DepthwiseConv2DOptions stride_w=1 stride_h=1 depth_multiplier=1",
                         Kernels::CmsisNn)
                  .name,
              "cmsis depthwise s8");
}

TEST(OperatorWork, IsFiniteWhateverTheShapes) {
    constexpr std::int32_t kLargest = std::numeric_limits<std::int32_t>::max();
    Model model = test::emptyModel();
    const auto image = test::addTensor(model, "image", {kLargest, kLargest, kLargest, kLargest});
    const auto filter = test::addTensor(model, "filter", {kLargest, kLargest, kLargest, kLargest});
    const auto output = test::addTensor(model, "output", {kLargest, kLargest, kLargest, 0});
    for (const auto code : {BuiltinOperator::Conv2d, BuiltinOperator::DepthwiseConv2d,
                            BuiltinOperator::TransposeConv, BuiltinOperator::MaxPool2d,
                            BuiltinOperator::FullyConnected, BuiltinOperator::Concatenation,
                            BuiltinOperator::Pad, BuiltinOperator::Split, BuiltinOperator::Add}) {
        test::addOperator(model, code, {image, filter, -1}, {output});
        test::addOperator(model, code, {filter, image, 99}, {image});
        test::addOperator(model, code, {}, {});
    }
    for (const Operator& op : model.subgraphs[0].operators) {
        const OperatorWork work = operatorWork(model, model.subgraphs[0], op);
        for (const Kernels kernels : {Kernels::Reference, Kernels::CmsisNn})
            for (const double term : routines()[routineOf(work, kernels)].count(work)) {
                EXPECT_TRUE(std::isfinite(term));
                EXPECT_GE(term, 0);
            }
    }
}

TEST(OperatorWork, NamesEveryTermThatItCounts) {
    THIMBLE_NEEDS_TEST_DATA();
    for (const std::string& name : test::sharedModels()) {
        const Model model = test::readShared(name);
        for (const Operator& op : model.subgraphs[0].operators) {
            const OperatorWork work = operatorWork(model, model.subgraphs[0], op);
            for (const Kernels kernels : {Kernels::Reference, Kernels::CmsisNn}) {
                const Routine& routine = routines()[routineOf(work, kernels)];
                const Terms terms = routine.count(work);
                for (std::size_t i = 0; i < kMostTerms; ++i)
                    EXPECT_TRUE(terms[i] == 0 || !routine.terms[i].empty())
                        << name << " " << routine.name << " " << i;
            }
        }
    }
}

}  // namespace
}  // namespace thimble::cost
