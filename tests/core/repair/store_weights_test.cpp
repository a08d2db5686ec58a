// Weights in the file's form: as close as the form allows, and nothing else touched.

#include "core/repair/store_weights.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/splitmix.h"
#include "core/interp/program.h"
#include "core/model/check_model.h"
#include "tests/support/model_text.h"

namespace thimble::repair {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

const char* const kPerChannel =
    "CONV_2D(i8 1x5x5x3 q.05:-3, i8 4x3x3x3 Q.01x4@0 =#7~100, i32 4 =#3~200) -> i8 1x3x3x4 q.3:5 | "
    "Conv2DOptions padding=1 stride_w=1 stride_h=1";
const char* const kPerTensor =
    "CONV_2D(i8 1x5x5x3 q.05:-3, i8 4x3x3x3 q.01:0 =#7~100, i32 4 =#3~200) -> i8 1x3x3x4 q.3:5 | "
    "Conv2DOptions padding=1 stride_w=1 stride_h=1";
const char* const kUnsigned =
    "FULLY_CONNECTED(u8 2x12 q.05:120, u8 5x12 q.02:130 =#7, i32 5 =#3~500) -> u8 2x5 q.1:100 | "
    "FullyConnectedOptions";
const char* const kReal =
    "FULLY_CONNECTED(f32 2x12, f32 5x12 =#7, f32 5 =#3) -> f32 2x5 | FullyConnectedOptions";

RealSum sumOf(const Model& model) {
    const auto program = interp::prepareProgram(model);
    EXPECT_TRUE(program) << program.error().message;
    auto sum = readSum(**program, 0);
    EXPECT_TRUE(sum) << sum.error().message;
    sum->input.quantization = nullptr;  // it points into the program
    return *sum;
}

MatrixXd otherWeights(const RealSum& sum, std::uint64_t seed) {
    SplitMix random(seed);
    MatrixXd weights = sum.weights;
    for (Index i = 0; i < weights.size(); ++i)
        weights.data()[i] = static_cast<double>(random.next() % 2001) / 1000.0 - 1;
    for (Index o = 0; o < weights.rows(); ++o) weights.row(o) *= std::pow(3.0, o);
    return weights;
}

TEST(StoreWeights, ReadBackAsCloseAsTheirFormAllows) {
    for (const char* text : {kPerChannel, kPerTensor, kUnsigned, kReal}) {
        SCOPED_TRACE(text);
        Model model = test::modelFromText(text);
        const Model before = model;
        const RealSum sum = sumOf(model);
        const MatrixXd wanted = otherWeights(sum, 5);
        const VectorXd bias = VectorXd::LinSpaced(sum.bias.size(), -3, 4);
        MatrixXd stored = wanted;
        ASSERT_TRUE(storeWeights(model, sum, stored, bias));
        ASSERT_TRUE(storeBias(model, sum, bias));
        ASSERT_TRUE(checkModel(model));
        const RealSum again = sumOf(model);
        EXPECT_LT((again.weights - stored).cwiseAbs().maxCoeff(), 1e-6);
        const Tensor& tensor = model.subgraphs[0].tensors[1];
        for (Index o = 0; o < wanted.rows(); ++o) {
            double step = 1e-6 * wanted.row(o).cwiseAbs().maxCoeff();
            if (tensor.type != TensorType::Float32) {
                const auto& scales = tensor.quantization->scale;
                step = static_cast<double>(
                    scales[scales.size() == 1 ? 0 : static_cast<std::size_t>(o)]);
                // The smallest scale: the largest weight takes the last step.
                const double largest = scales.size() == 1 ? wanted.cwiseAbs().maxCoeff()
                                                          : wanted.row(o).cwiseAbs().maxCoeff();
                EXPECT_NEAR(step * 127, largest, largest * 0.03);
            }
            EXPECT_LE((wanted.row(o) - stored.row(o)).cwiseAbs().maxCoeff(), 0.5001 * step);
            EXPECT_NEAR(again.bias(o), bias(o),
                        1e-6 + 0.51 * step * static_cast<double>(std::max(sum.input.scale, 1e-6F)));
        }
        // Sizes, and what is no weight.
        ASSERT_EQ(model.buffers.size(), before.buffers.size());
        for (std::size_t b = 0; b < model.buffers.size(); ++b)
            EXPECT_EQ(model.buffers[b].data.size(), before.buffers[b].data.size());
        EXPECT_EQ(model.subgraphs[0].tensors[0], before.subgraphs[0].tensors[0]);
        EXPECT_EQ(model.subgraphs[0].tensors[3], before.subgraphs[0].tensors[3]);
    }
}

TEST(StoreWeights, ALargeBiasStillFits) {
    Model model = test::modelFromText(kPerChannel);
    const RealSum sum = sumOf(model);
    MatrixXd weights = MatrixXd::Constant(sum.weights.rows(), sum.weights.cols(), 1e-12);
    weights.row(0).setZero();
    const VectorXd bias = VectorXd::Constant(4, 25.0);
    ASSERT_TRUE(storeWeights(model, sum, weights, bias));
    ASSERT_TRUE(storeBias(model, sum, bias));
    const RealSum again = sumOf(model);
    for (Index o = 0; o < 4; ++o) EXPECT_NEAR(again.bias(o), 25.0, 1e-6);
}

TEST(StoreWeights, AChannelWithoutWeightsKeepsItsScale) {
    Model model = test::modelFromText(kPerChannel);
    const auto scales = model.subgraphs[0].tensors[1].quantization->scale;
    const RealSum sum = sumOf(model);
    MatrixXd weights = otherWeights(sum, 2);
    weights.row(2).setZero();
    ASSERT_TRUE(storeWeights(model, sum, weights, VectorXd::Zero(4)));
    EXPECT_EQ(model.subgraphs[0].tensors[1].quantization->scale[2], scales[2]);
    EXPECT_NE(model.subgraphs[0].tensors[1].quantization->scale[1], scales[1]);
    EXPECT_EQ(sumOf(model).weights.row(2).cwiseAbs().maxCoeff(), 0);
}

TEST(StoreWeights, EndsOfRangesStayAsMany) {
    Model model = test::modelFromText(kPerChannel);
    Quantization& weighted = *model.subgraphs[0].tensors[1].quantization;
    weighted.min.assign(weighted.scale.size(), -7);
    weighted.max = {9};
    const RealSum sum = sumOf(model);
    MatrixXd weights = otherWeights(sum, 2);
    ASSERT_TRUE(storeWeights(model, sum, weights, VectorXd::Zero(4)));
    const Quantization& now = *model.subgraphs[0].tensors[1].quantization;
    ASSERT_EQ(now.min.size(), 4U);
    ASSERT_EQ(now.max.size(), 1U);
    for (std::size_t c = 0; c < 4; ++c) EXPECT_FLOAT_EQ(now.min[c], -127 * now.scale[c]);
    EXPECT_FLOAT_EQ(now.max[0], 127 * now.scale[0]);
}

TEST(StoreWeights, SharedDataIsNotTouched) {
    Model model = test::modelFromText(kPerChannel);
    const RealSum sum = sumOf(model);
    EXPECT_EQ(sharedWeights(model, sum), "");
    Tensor twin = model.subgraphs[0].tensors[1];
    model.subgraphs[0].tensors.push_back(twin);
    const Blob data = model.buffers[twin.buffer].data;
    EXPECT_THAT(sharedWeights(model, sum), testing::HasSubstr("several tensors"));
    MatrixXd weights = otherWeights(sum, 5);
    ASSERT_TRUE(storeWeights(model, sum, weights, VectorXd::Zero(4)));
    EXPECT_EQ(model.buffers[twin.buffer].data, data);
    EXPECT_NE(model.subgraphs[0].tensors[1].buffer, twin.buffer);
    EXPECT_LT((sumOf(model).weights - weights).cwiseAbs().maxCoeff(), 1e-6);
}

TEST(StoreWeights, OperatorsThatShareATensorAreNamed) {
    Model model = test::modelFromText(kPerChannel);
    const RealSum sum = sumOf(model);
    model.subgraphs[0].operators.push_back(model.subgraphs[0].operators[0]);
    EXPECT_THAT(sharedWeights(model, sum), testing::HasSubstr("#1 CONV_2D has the same weights"));
}

}  // namespace
}  // namespace thimble::repair
