// What another runtime says: TFLite 2.9's C library, built-in kernels and XNNPACK. Its rounding is
// not TFLM's everywhere, so the bounds are what TFLM's reference build was measured to differ by on
// the same 50 inputs; where the two agree, so must we.

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "core/interp/program.h"
#include "core/interp/random_inputs.h"
#include "core/tflite/writer.h"
#include "tests/support/other_runtime.h"
#include "tests/support/test_data.h"

namespace thimble::interp {
namespace {

using Kernels = test::OtherRuntime::Kernels;

struct Distance {
    int bytes = 0;    ///< outputs that differ, over all inputs
    int largest = 0;  ///< difference of two bytes
};

struct SecondOpinion {
    std::string model;
    Distance builtIn;
    Distance xnnpack;
};

const SecondOpinion kOpinions[] = {
    {"person_detect", {0, 0}, {32, 1}},   {"kws_ref_model", {0, 0}, {17, 6}},
    {"vww_96_int8", {0, 0}, {18, 1}},     {"pretrainedResnet_quant", {63, 45}, {89, 68}},
    {"ad01_int8", {58, 1}, {10177, 2}},   {"micro_speech_quantized", {0, 0}, {0, 0}},
    {"hello_world_int8", {0, 0}, {3, 3}}, {"str_ww_ref_model", {0, 0}, {2, 1}},
};

/// TFLite looks at what TFLM ignores: the quantized dimension of tensors with one scale.
Model acceptable(Model model) {
    for (Subgraph& subgraph : model.subgraphs)
        for (Tensor& tensor : subgraph.tensors)
            if (tensor.quantization &&
                tensor.quantization->quantizedDimension >= std::ssize(tensor.shape))
                tensor.quantization->quantizedDimension = 0;
    return model;
}

Distance distance(const SecondOpinion& opinion, Kernels kernels) {
    constexpr std::uint64_t kInputs = 50;
    Distance distance;
    const Model model = acceptable(test::readShared(opinion.model));
    const auto file = writeTflite(model);
    const auto program = prepareProgram(model);
    EXPECT_TRUE(file);
    EXPECT_TRUE(program) << program.error().message;
    if (!file || !program) return distance;
    const auto other = test::OtherRuntime::load(*file, kernels);
    EXPECT_TRUE(other) << "it refuses the model";
    if (!other) return distance;
    Frame frame(*program);
    for (std::uint64_t seed = 1; seed <= kInputs; ++seed) {
        frame.reset();
        EXPECT_TRUE(drawInputs(frame, seed));
        for (std::size_t i = 0; i < (*program)->model.subgraphs[0].inputs.size(); ++i)
            other->setInput(i, frame.input(i));
        EXPECT_TRUE(frame.invoke());
        EXPECT_TRUE(other->invoke());
        const std::vector<std::byte> theirs = other->output(0);
        const std::span<const std::byte> ours = frame.output(0);
        EXPECT_EQ(ours.size(), theirs.size());
        for (std::size_t i = 0; i < std::min(ours.size(), theirs.size()); ++i) {
            const int apart =
                std::abs(static_cast<std::int8_t>(ours[i]) - static_cast<std::int8_t>(theirs[i]));
            distance.bytes += apart != 0 ? 1 : 0;
            distance.largest = std::max(distance.largest, apart);
        }
    }
    return distance;
}

void expectWithin(Distance found, Distance bound) {
    EXPECT_LE(found.bytes, bound.bytes);
    EXPECT_LE(found.largest, bound.largest);
}

TEST(SecondOpinion, IsAsFarAwayAsFromTflm) {
    THIMBLE_NEEDS_TEST_DATA();
    if (!test::hasOtherRuntime()) GTEST_SKIP() << test::noOtherRuntime();
    for (const SecondOpinion& opinion : kOpinions) {
        SCOPED_TRACE(opinion.model);
        expectWithin(distance(opinion, Kernels::BuiltIn), opinion.builtIn);
        expectWithin(distance(opinion, Kernels::Xnnpack), opinion.xnnpack);
    }
}

}  // namespace
}  // namespace thimble::interp
