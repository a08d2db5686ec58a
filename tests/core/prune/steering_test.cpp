// Constants and data that several operators share, and what becomes of them when they no longer
// agree; what the file carries besides.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/prune/remove_channels.h"
#include "core/tflm/offline_plan.h"
#include "tests/core/prune/net.h"
#include "tests/core/prune/pruned_property.h"
#include "tests/support/model_builder.h"

namespace thimble {
namespace {

using enum BuiltinOperator;
using test::Net;
using testing::HasSubstr;

void expectPromises(const Model& model) {
    const test::PruneSubject subject(model);
    prune::SizePredictor predictor(subject.model, subject.groups);
    test::PruneTally tally;
    for (std::uint64_t seed = 1; seed <= 20; ++seed)
        test::expectPruned(
            subject, predictor,
            prune::randomSelection(subject.groups, 0.1 * static_cast<double>(seed % 10), seed),
            seed, tally);
    EXPECT_GT(tally.compared, 0);
    EXPECT_GT(tally.removed, 0);
}

/// Two reshapes by one constant: of channels that go, and of others that go independently.
TEST(SharedConstants, AreCopiedWhereOperatorsNoLongerAgree) {
    Net net;
    const auto input = net.input({1, 4, 4, 3});
    const auto shape = net.integers({1, 128}, {2});
    std::vector<std::int32_t> outputs;
    for (int i = 0; i < 2; ++i) {
        const auto flat = net.one(Reshape, "ReshapeOptions", {}, {net.conv(input, 8), shape});
        outputs.push_back(net.fullyConnected(flat, 5));
    }
    const Model model = net.output(outputs);
    expectPromises(model);
    const auto groups = prune::channelGroups(model);
    ASSERT_EQ(groups->groups.size(), 2U);
    const auto tensorsAfter = [&](std::int32_t first, std::int32_t second) {
        const auto pruned = prune::removeChannels(
            model, *groups, prune::keepFirst(*groups, std::vector<std::int32_t>{first, second}));
        return pruned->subgraphs[0].tensors.size();
    };
    const std::size_t before = model.subgraphs[0].tensors.size();
    EXPECT_EQ(tensorsAfter(8, 8), before);
    EXPECT_EQ(tensorsAfter(5, 5), before);
    EXPECT_EQ(tensorsAfter(5, 8), before + 1);
    EXPECT_EQ(tensorsAfter(5, 6), before + 1);
}

/// A reshape by a constant that is an output of the model, too.
TEST(SharedConstants, StayForWhoeverReadsThemAsTheyAre) {
    Net net;
    const auto shape = net.integers({1, 128}, {2});
    const auto flat =
        net.one(Reshape, "ReshapeOptions", {}, {net.conv(net.input({1, 4, 4, 3}), 8), shape});
    expectPromises(net.output({net.fullyConnected(flat, 5), shape}));
}

/// Biases of equal bytes share a buffer, as converters write them.
TEST(SharedBuffers, AreDividedWhereTensorsLoseOtherChannels) {
    Net net;
    const auto x = net.conv(net.input({1, 4, 4, 3}), 8);
    const auto y = net.conv(x, 8);
    const auto z = net.conv(net.add(y, net.conv(y, 8)), 5);
    Model model = net.output({z});
    auto& tensors = model.subgraphs[0].tensors;
    std::uint32_t shared = 0;
    for (const Operator& op : model.subgraphs[0].operators) {
        if (op.inputs.size() < 3) continue;
        Tensor& bias = tensors[static_cast<std::size_t>(op.inputs[2])];
        if (bias.shape[0] != 8) continue;
        if (shared == 0) shared = bias.buffer;
        bias.buffer = shared;
    }
    expectPromises(model);
}

/// Signed 4-bit weights are packed, two to a byte, across rows.
TEST(PackedWeights, AreTakenOutElementByElement) {
    Net net;
    const auto x = net.fullyConnected(net.input({1, 10}), 7);
    const auto y = net.fullyConnected(x, 5);
    Model model = net.output({net.fullyConnected(y, 3)});
    for (const Operator& op : model.subgraphs[0].operators) {
        Tensor& weights = model.subgraphs[0].tensors[static_cast<std::size_t>(op.inputs[1])];
        weights.type = TensorType::Int4;
        Buffer& buffer = model.buffers[weights.buffer];
        const std::size_t elements = buffer.data.bytes().size();
        buffer.data = Blob(std::vector<std::byte>(
            buffer.data.bytes().begin(),
            buffer.data.bytes().begin() + static_cast<std::ptrdiff_t>(elements + 1) / 2));
    }
    expectPromises(model);
}

TEST(RemoveChannels, DropsPlansAndWhatNothingNames) {
    Net net;
    const auto x = net.conv(net.input({1, 4, 4, 3}), 8);
    Model model = net.output({net.conv(x, 5)});
    test::addConstant(model, "unused", {100});
    const std::vector<std::int32_t> offsets(model.subgraphs[0].tensors.size(), -1);
    model = tflm::withOfflinePlan(model, offsets);
    const auto groups = prune::channelGroups(model);
    const auto pruned =
        prune::removeChannels(model, *groups, prune::randomSelection(*groups, 0.5, 1));
    ASSERT_TRUE(pruned.has_value());
    EXPECT_TRUE(tflm::readOfflinePlan(*pruned)->empty());
    EXPECT_EQ(pruned->subgraphs[0].tensors.size() + 1, model.subgraphs[0].tensors.size());
    EXPECT_LT(pruned->buffers.size(), model.buffers.size());
    prune::SizePredictor predictor(model, *groups);
    Bytes bytes = 0;
    for (const Buffer& buffer : pruned->buffers) bytes += buffer.data.size();
    EXPECT_EQ(predictor.predict(std::vector<std::int32_t>{4}).weightBytes, bytes);
}

TEST(RemoveChannels, KeepsTheModelWhereAllStays) {
    Net net;
    const Model model = net.output({net.conv(net.conv(net.input({1, 4, 4, 3}), 8), 5)});
    const auto groups = prune::channelGroups(model);
    EXPECT_EQ(*prune::removeChannels(model, *groups, prune::keepAll(*groups)), model);
}

TEST(RemoveChannels, RefusesGroupsOfAnotherModel) {
    Net small, large;
    const Model one = small.output({small.conv(small.conv(small.input({1, 4, 4, 3}), 8), 5)});
    const Model other = large.output({large.conv(large.conv(large.input({1, 4, 4, 3}), 9), 5)});
    const auto groups = prune::channelGroups(other);
    const auto refused =
        prune::removeChannels(one, *groups, prune::randomSelection(*groups, 0.5, 1));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, ErrorCode::InvalidArgument);
    EXPECT_THAT(refused.error().message, HasSubstr("another model"));
}

}  // namespace
}  // namespace thimble
