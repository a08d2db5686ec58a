#include "core/tflm/device_memory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "core/tflite/option_names.h"
#include "tests/core/tflm/kernel_text.h"
#include "tests/support/model_builder.h"

namespace thimble::tflm::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using thimble::test::addOperator;
using thimble::test::addTensor;

Result<DeviceMemory> memoryOf(const Model& model) {
    return deviceMemory(model, *findTarget("arm32-reference"));
}

void addOfflinePlan(Model& model, const std::vector<std::int32_t>& offsets) {
    std::vector<std::int32_t> words = {1, 1, static_cast<std::int32_t>(offsets.size())};
    words.insert(words.end(), offsets.begin(), offsets.end());
    std::vector<std::byte> bytes(words.size() * sizeof(words[0]));
    std::memcpy(bytes.data(), words.data(), bytes.size());
    model.metadata.push_back(
        {"OfflineMemoryAllocation", static_cast<std::uint32_t>(model.buffers.size())});
    model.buffers.push_back({Blob(std::move(bytes)), 0, 0});
}

// --- shapes that TFLM overwrites while it prepares an operator ---

struct ShapeCase {
    std::string_view model;
    Bytes outputBytes;  // recorded from TFLM 90b983c2b
};

const ShapeCase kShapes[] = {
    {"GATHER(f32 4x3, i32 2 =[1 0]) -> f32 5x3", 24},
    {"GATHER_ND(f32 4x3, i32 2x1 =[1 0]) -> f32 5x3", 24},
    {"DEPTH_TO_SPACE(f32 1x2x2x4) -> f32 1x1x1x1 | DepthToSpaceOptions block_size=2", 64},
    {"SPACE_TO_DEPTH(f32 1x4x4x1) -> f32 9x9x9x9 | SpaceToDepthOptions block_size=2", 64},
    {"L2_POOL_2D(f32 1x6x6x3) -> f32 1x1x1x1 | Pool2DOptions stride_w=2 stride_h=2 "
     "filter_width=2 filter_height=2",
     108},
    {"EMBEDDING_LOOKUP(i32 3, f32 6x4 =) -> f32 5x5", 48},
    {"RESHAPE(f32 1x1) -> f32 0", 4},
    {"RELU(f32 4) -> f32 5", 20},
};

TEST(DeviceMemory, PlansOutputsInTheShapeThatTflmGivesThem) {
    for (const auto& [text, outputBytes] : kShapes) {
        SCOPED_TRACE(text);
        const auto memory = memoryOf(modelFromText(text));
        ASSERT_TRUE(memory.has_value());
        ASSERT_TRUE(memory->accepts) << memory->reason;
        EXPECT_EQ(memory->buffers.back().bytes, outputBytes);
    }
}

TEST(DeviceMemory, LaterOperatorsSeeTheNewShape) {
    Model model = modelFromText("GATHER(f32 4x3, i32 2 =[1 0]) -> f32 5x3");
    const std::int32_t output = addTensor(model, "output", {2, 3});
    model.subgraphs[0].tensors.back().type = TensorType::Float32;
    addOperator(model, BuiltinOperator::Exp, {2}, {output});
    const auto memory = memoryOf(model);
    ASSERT_TRUE(memory.has_value());
    EXPECT_TRUE(memory->accepts) << memory->reason;
}

TEST(DeviceMemory, AnOutputMayNotGrowWithoutEnd) {
    const auto memory = memoryOf(modelFromText("GATHER(f32 1x100000000, i32 9000) -> f32 1x1"));
    ASSERT_TRUE(memory.has_value());
    EXPECT_EQ(memory->reason, "operator #0 GATHER has an output of gigabytes: no arena holds it");
}

// --- plans from the file ---

TEST(DeviceMemory, FaultsOfAnOfflinePlanNameTensors) {
    Model model = thimble::test::chainModel(2, 64);
    addOfflinePlan(model, {-16, 0, 32});
    const auto memory = memoryOf(model);
    ASSERT_TRUE(memory.has_value());
    EXPECT_TRUE(memory->accepts) << "TFLM does not look";
    EXPECT_THAT(memory->planFaults,
                ElementsAre("tensor 'input' (#0) begins 16 bytes before the arena",
                            "tensor 't0' (#1) overlaps tensor 'input' (#0)",
                            "tensor 't1' (#2) overlaps tensor 't0' (#1)"));
}

TEST(DeviceMemory, WordsOfAnOfflinePlanMustBeAligned) {
    Model model = modelFromText("NEG(f32 1x4) -> f32 1x4");
    addOfflinePlan(model, {0, 18});
    auto memory = memoryOf(model);
    ASSERT_TRUE(memory.has_value());
    EXPECT_THAT(memory->planFaults,
                ElementsAre("tensor 't1' (#1) begins on byte 18, no multiple of its 4-byte words"));

    model = modelFromText("RELU(i8 1x4 q) -> i8 1x4 q");
    addOfflinePlan(model, {0, 17});
    memory = memoryOf(model);
    ASSERT_TRUE(memory.has_value());
    EXPECT_THAT(memory->planFaults, IsEmpty());
}

TEST(DeviceMemory, FaultsOfAnOfflinePlanAreNotListedWithoutEnd) {
    Model model = thimble::test::emptyModel();
    for (int i = 0; i < 2000; ++i) model.subgraphs[0].inputs.push_back(addTensor(model, "", {16}));
    addOfflinePlan(model, std::vector<std::int32_t>(2000, 0));
    const auto memory = memoryOf(model);
    ASSERT_TRUE(memory.has_value());
    EXPECT_THAT(memory->planFaults, SizeIs(100));
}

TEST(DeviceMemory, TheLastPlanCountsButEachMustFit) {
    Model model = thimble::test::chainModel(1, 16);
    addOfflinePlan(model, {0, 16});
    addOfflinePlan(model, {64, 32});
    auto memory = memoryOf(model);
    ASSERT_TRUE(memory.has_value());
    EXPECT_EQ(memory->buffers[0].offset, 64);
    EXPECT_EQ(memory->buffers[1].offset, 32);

    model = thimble::test::chainModel(1, 16);
    addOfflinePlan(model, {0, 16, 32});
    addOfflinePlan(model, {64, 32});
    memory = memoryOf(model);
    ASSERT_TRUE(memory.has_value());
    EXPECT_EQ(memory->reason, "OfflineMemoryAllocation metadata has 3 offsets for 2 tensors");
}

TEST(DeviceMemory, AVariableThatOnlyTheFirstSubgraphsOffsetsPlace) {
    Model model = thimble::test::chainModel(1, 16);
    const std::size_t s = thimble::test::addSubgraph(model);
    addTensor(model, "state", {4}, s);
    model.subgraphs[s].tensors[0].isVariable = true;
    addOfflinePlan(model, {0, 16, -1});
    const auto memory = memoryOf(model);
    ASSERT_TRUE(memory.has_value());
    EXPECT_THAT(memory->reason, HasSubstr("tensor 'state' (#0) of subgraph 1 has no memory"));
}

// --- files that mean no good ---

TEST(DeviceMemory, AbsurdOperandsAreNotWorkedOut) {
    Model model = thimble::test::emptyModel();
    const auto odd = addTensor(model, "odd", std::vector<std::int32_t>(50'000, 1));
    addOperator(model, BuiltinOperator::AddN, std::vector<std::int32_t>(50'000, odd), {odd});
    const auto memory = memoryOf(model);
    ASSERT_FALSE(memory.has_value());
    EXPECT_EQ(memory.error().code, ErrorCode::Unsupported);
    EXPECT_THAT(memory.error().message, HasSubstr("operator #0 ADD_N"));
}

TEST(DeviceMemory, ConstantsAreNotReadAgainAndAgain) {
    Model model = modelFromText("FLOOR_DIV(f32 1000000, f32 1000000 =) -> f32 1000000");
    for (int i = 0; i < 20'000; ++i) addOperator(model, BuiltinOperator::FloorDiv, {0, 1}, {2});
    const auto memory = memoryOf(model);
    ASSERT_FALSE(memory.has_value());
    EXPECT_EQ(memory.error().code, ErrorCode::Unsupported);
}

TEST(DeviceMemory, RequestsAreNotListedWithoutEnd) {
    Model model = modelFromText("SignalDelay(i16 65536x1) -> i16 65536x1 | {delay_length: 3}");
    const Operator delay = model.subgraphs[0].operators[0];
    model.subgraphs[0].operators.assign(1000, delay);
    const auto memory = memoryOf(model);
    ASSERT_FALSE(memory.has_value());
    EXPECT_EQ(memory.error().code, ErrorCode::Unsupported);
}

TEST(DeviceMemory, LongCustomOptionsAreRefused) {
    Model model = modelFromText("SignalDelay(i16 4) -> i16 4 | {delay_length: 3}");
    model.subgraphs[0].operators[0].customOptions = Blob(std::vector<std::byte>(100'000));
    const auto memory = memoryOf(model);
    ASSERT_TRUE(memory.has_value());
    EXPECT_EQ(memory->reason,
              "operator #0 SignalDelay has 100000 bytes of options: it knows a handful of numbers");
}

}  // namespace
}  // namespace thimble::tflm::test
