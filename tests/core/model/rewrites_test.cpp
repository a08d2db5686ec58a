#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/model/check_model.h"
#include "core/model/drop_orphans.h"
#include "core/model/drop_unused_buffers.h"
#include "core/model/reorder_operators.h"
#include "core/tflite/reader.h"
#include "core/tflite/writer.h"
#include "core/tflm/device_memory.h"
#include "core/tflm/offline_plan.h"
#include "tests/support/model_builder.h"
#include "tests/support/test_data.h"

namespace thimble {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ReorderOperators, PermutesThemAndNothingElse) {
    Model model = test::emptyModel();
    const auto x = test::addTensor(model, "x", {16});
    const auto a = test::addTensor(model, "a", {16});
    const auto b = test::addTensor(model, "b", {16});
    test::addOperator(model, BuiltinOperator::Relu, {x}, {a});
    test::addOperator(model, BuiltinOperator::Tanh, {x}, {b});
    model.subgraphs[0].inputs = {x};
    model.subgraphs[0].outputs = {a, b};
    const Model swapped =
        reorderOperators(model, SubgraphId{0}, std::vector{OperatorId{1}, OperatorId{0}});
    EXPECT_EQ(swapped.subgraphs[0].operators[0], model.subgraphs[0].operators[1]);
    EXPECT_EQ(swapped.subgraphs[0].operators[1], model.subgraphs[0].operators[0]);
    EXPECT_EQ(reorderOperators(swapped, SubgraphId{0}, std::vector{OperatorId{1}, OperatorId{0}}),
              model);
}

TEST(DropOrphans, LeavesAModelWithoutThemAlone) {
    const Model model = test::chainModel(3, 64);
    EXPECT_EQ(dropOrphanTensors(model), model);
}

TEST(DropOrphans, DropsTensorsAndTheDataThatOnlyTheyHad) {
    Model model = test::emptyModel();
    const auto x = test::addTensor(model, "x", {16});
    test::addTensor(model, "dangling", {50'000});
    const auto y = test::addTensor(model, "y", {16});
    const auto weights = test::addConstant(model, "unused weights", {100});
    test::addOperator(model, BuiltinOperator::Relu, {x}, {y});
    model.subgraphs[0].inputs = {x};
    model.subgraphs[0].outputs = {y};
    model.signatures.push_back({"serve",
                                0,
                                {{"in", static_cast<std::uint32_t>(x)}},
                                {{"out", static_cast<std::uint32_t>(y)}}});
    const std::uint32_t data = model.subgraphs[0].tensors[static_cast<std::size_t>(weights)].buffer;

    const Model tidy = dropOrphanTensors(model);
    ASSERT_TRUE(checkModel(tidy).has_value());
    ASSERT_EQ(tidy.subgraphs[0].tensors.size(), 2U);
    EXPECT_THAT(tidy.subgraphs[0].operators[0].outputs, ElementsAre(1));
    EXPECT_THAT(tidy.subgraphs[0].outputs, ElementsAre(1));
    EXPECT_EQ(tidy.signatures[0].outputs[0].tensor, 1U);
    EXPECT_TRUE(tidy.buffers[data].data.empty());

    const auto before = tflm::deviceMemory(model, *tflm::findTarget("host64-reference"));
    const auto after = tflm::deviceMemory(tidy, *tflm::findTarget("host64-reference"));
    ASSERT_TRUE(before && after);
    EXPECT_GE(before->headBytes, 50'000) << "TFLM makes room for what nobody uses";
    EXPECT_EQ(after->headBytes, 32);
}

TEST(DropOrphans, KeepsTheScalesOfBlockwiseQuantization) {
    Model model = test::chainModel(1, 64);
    const auto scales = test::addConstant(model, "scales", {4});
    const auto zeros = test::addConstant(model, "zeros", {4});
    test::addTensor(model, "dangling", {8});
    Tensor& x = model.subgraphs[0].tensors[0];
    x.quantization.emplace().details = BlockwiseQuantization{scales, zeros, 32};
    const Model tidy = dropOrphanTensors(model);
    EXPECT_EQ(tidy.subgraphs[0].tensors.size(), model.subgraphs[0].tensors.size() - 1);
}

TEST(DropOrphans, DataThatOthersHaveTooStays) {
    Model model = test::chainModel(1, 64);
    const auto kept = test::addConstant(model, "kept", {4});
    const auto dropped = test::addConstant(model, "dropped", {4});
    auto& tensors = model.subgraphs[0].tensors;
    tensors[static_cast<std::size_t>(dropped)].buffer =
        tensors[static_cast<std::size_t>(kept)].buffer;
    model.subgraphs[0].operators[0].inputs.push_back(kept);
    const Model tidy = dropOrphanTensors(model);
    EXPECT_EQ(tidy.subgraphs[0].tensors.size(), tensors.size() - 1);
    EXPECT_FALSE(tidy.buffers[tensors[static_cast<std::size_t>(kept)].buffer].data.empty());
}

TEST(OfflinePlan, IsReadAsItWasWritten) {
    const Model model = test::chainModel(2, 64);
    const std::vector<std::int32_t> offsets = {0, 64, -1};
    const Model planned = tflm::withOfflinePlan(model, offsets);
    EXPECT_EQ(tflm::readOfflinePlan(planned).value(), offsets);
    const auto again = readTflite(Blob(writeTflite(planned).value()));
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(tflm::readOfflinePlan(*again).value(), offsets);
    EXPECT_THAT(tflm::readOfflinePlan(tflm::withoutOfflinePlan(planned)).value(), IsEmpty());
}

TEST(OfflinePlan, ReplacesEveryStaleOneAndDoesNotGrow) {
    Model model = test::chainModel(2, 64);
    const std::vector<std::int32_t> stale = {0, 0, 0};
    model = tflm::withOfflinePlan(model, stale);
    model.metadata.push_back(model.metadata.back());
    const std::size_t buffers = model.buffers.size();
    ASSERT_EQ(model.metadata.size(), 2U);
    const std::vector<std::int32_t> fresh = {0, 64, 0};
    const Model planned = tflm::withOfflinePlan(model, fresh);
    EXPECT_EQ(planned.metadata.size(), 1U);
    EXPECT_EQ(planned.buffers.size(), buffers);
    EXPECT_EQ(tflm::readOfflinePlan(planned).value(), fresh);
}

TEST(OfflinePlan, LeavesABufferThatSomethingElseNames) {
    Model model = test::chainModel(2, 64);
    model = tflm::withOfflinePlan(model, std::vector<std::int32_t>{0, 0, 0});
    model.metadata.push_back({"something else", model.metadata.back().buffer});
    const Model planned = tflm::withoutOfflinePlan(model);
    EXPECT_EQ(planned.metadata.size(), 1U);
    EXPECT_FALSE(planned.buffers[planned.metadata[0].buffer].data.empty());
}

TEST(DropOrphans, EverySharedModelStaysAModelAndNeedsNoMore) {
    THIMBLE_NEEDS_TEST_DATA();
    const tflm::TargetInfo target = tflm::kTargets[0];
    for (const std::string& name : test::sharedModels()) {
        SCOPED_TRACE(name);
        const Model model = test::readShared(name);
        const Model tidy = dropOrphanTensors(model);
        ASSERT_TRUE(checkModel(tidy).has_value());
        EXPECT_EQ(dropOrphanTensors(tidy), tidy);
        const auto before = tflm::deviceMemory(tflm::withoutOfflinePlan(model), target);
        const auto after = tflm::deviceMemory(tflm::withoutOfflinePlan(tidy), target);
        ASSERT_TRUE(before && after);
        EXPECT_LE(after->headBytes, before->headBytes);
        EXPECT_LE(after->tailBytes, before->tailBytes);
    }
}

TEST(DropUnusedBuffers, MovesTheOthersUp) {
    Model model = test::emptyModel();
    model.buffers.emplace_back();  // nobody's
    const auto w = static_cast<std::size_t>(test::addConstant(model, "w", {3}));
    model.buffers.push_back({Blob(std::vector<std::byte>(5)), 0, 0});  // nobody's
    model.metadata.push_back({"note", static_cast<std::uint32_t>(model.buffers.size())});
    model.buffers.push_back({Blob(std::vector<std::byte>(7)), 0, 0});
    const Model tidy = dropUnusedBuffers(model);
    ASSERT_TRUE(checkModel(tidy).has_value());
    ASSERT_EQ(tidy.buffers.size(), 3U);
    EXPECT_EQ(tidy.buffers[tidy.subgraphs[0].tensors[w].buffer].data.size(), 3);
    EXPECT_EQ(tidy.buffers[tidy.metadata[0].buffer].data.size(), 7);
    EXPECT_EQ(dropUnusedBuffers(tidy), tidy);
}

}  // namespace
}  // namespace thimble
