// Real models at other resolutions.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "core/interp/frame.h"
#include "core/interp/program.h"
#include "core/interp/random_inputs.h"
#include "core/model/check_model.h"
#include "core/model/names.h"
#include "core/ops/operator_rules.h"
#include "core/resolution/at_resolution.h"
#include "core/tflite/writer.h"
#include "core/tflm/offline_plan.h"
#include "tests/support/test_data.h"

namespace thimble::test {
namespace {

/// What the rules say of the model's own shapes: nothing is wrong.
void expectShapesOfTheRules(const Model& model) {
    const Subgraph& subgraph = model.subgraphs[0];
    for (std::size_t o = 0; o < subgraph.operators.size(); ++o) {
        const Operator& op = subgraph.operators[o];
        const auto shapes = outputShapes(model, subgraph, op);
        if (!shapes) continue;
        for (std::size_t i = 0; i < shapes->size(); ++i)
            EXPECT_EQ((*shapes)[i], subgraph.tensors[static_cast<std::size_t>(op.outputs[i])].shape)
                << operatorLabel(model, 0, o);
    }
}

/// The bytes of all outputs for one random input; nothing where it does not run.
std::vector<std::byte> outputsOf(const Model& model) {
    const auto program = interp::prepareProgram(model);
    EXPECT_TRUE(program) << program.error().message;
    if (!program) return {};
    interp::Frame frame(*program);
    EXPECT_TRUE(interp::drawInputs(frame, 1));
    const auto ran = frame.invoke();
    EXPECT_TRUE(ran && *ran);
    std::vector<std::byte> bytes;
    for (std::size_t i = 0; i < model.subgraphs[0].outputs.size(); ++i)
        bytes.insert(bytes.end(), frame.output(i).begin(), frame.output(i).end());
    return bytes;
}

TEST(ResolutionOfSharedModels, ItsOwnGivesTheSameFile) {
    THIMBLE_NEEDS_TEST_DATA();
    int same = 0;
    for (const std::string& name : sharedModels()) {
        const Model model = readShared(name);
        const auto own = resolutionOf(model);
        if (!own) continue;
        SCOPED_TRACE(name);
        const auto again = atResolution(model, *own);
        ASSERT_TRUE(again);
        EXPECT_EQ(*writeTflite(*again), *writeTflite(tflm::withoutOfflinePlan(model)));
        ++same;
    }
    EXPECT_GE(same, 15);
}

TEST(ResolutionOfSharedModels, AnotherOneRunsAndLeadsBack) {
    THIMBLE_NEEDS_TEST_DATA();
    std::set<std::string> resized;
    for (const std::string& name : sharedModels()) {
        const Model model = readShared(name);
        const auto own = resolutionOf(model);
        if (!own) continue;
        SCOPED_TRACE(name);
        for (const Resolution to : {Resolution{own->height + 32, own->width + 64},
                                    Resolution{std::max(own->height * 2 / 3, 1), own->width}}) {
            const auto other = atResolution(model, to);
            if (!other) {
                EXPECT_NE(other.error().message.find("operator #"), std::string::npos)
                    << other.error().message;
                continue;
            }
            SCOPED_TRACE(resolutionText(to));
            EXPECT_EQ(resolutionOf(*other), to);
            EXPECT_TRUE(checkModel(*other));
            EXPECT_TRUE(writeTflite(*other));
            expectShapesOfTheRules(*other);
            const bool isQuick = modelMacs(*other) < 200'000'000;
            if (isQuick) EXPECT_FALSE(outputsOf(*other).empty());
            // All but the strides of pools over everything, which do not matter.
            const auto back = atResolution(*other, *own);
            ASSERT_TRUE(back) << back.error().message;
            if (isQuick) EXPECT_EQ(outputsOf(*back), outputsOf(model));
            resized.insert(name);
        }
    }
    for (const char* name : {"kws_ref_model", "mcunet_10fps_vww", "mcunet_320kb_imagenet",
                             "micronets_vww2", "on_off_v3", "person_detect",
                             "pretrainedResnet_quant", "swiftnet_vww_uint8", "vww_96_int8"})
        EXPECT_TRUE(resized.contains(name)) << name;
    EXPECT_FALSE(resized.contains("hps_untiled")) << "its matrix product is of one resolution";
}

TEST(ResolutionOfSharedModels, RefusesByName) {
    THIMBLE_NEEDS_TEST_DATA();
    const auto refusal = [](const char* name, Resolution to) {
        const auto other = atResolution(readShared(name), to);
        return other ? std::string() : other.error().message;
    };
    EXPECT_EQ(refusal("hps_untiled", {320, 320}),
              "operator #13 FULLY_CONNECTED takes 192 elements, at 320x320 it would get 576");
    EXPECT_EQ(refusal("hps_hand_tiled", {160, 160}).find("operator #0 STRIDED_SLICE takes a fixed"),
              0);
    EXPECT_EQ(refusal("yolov5_tiny_96", {64, 64}).find("operator #99 ADD cannot do at 64x64"), 0);
    EXPECT_EQ(refusal("simple_add_model", {64, 64}),
              "a resolution is that of the only input, and the model takes 2");
    EXPECT_EQ(refusal("ad01_int8", {64, 64}),
              "the input, tensor 'input_1' (#0), is [1, 640] and no image [1, height, width, "
              "channels]");
}

}  // namespace
}  // namespace thimble::test
