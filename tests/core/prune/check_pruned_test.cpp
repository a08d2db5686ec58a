// Pruned models that are wrong in one place each: the check must see it.

#include "core/prune/check_pruned.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/prune/remove_channels.h"
#include "tests/core/prune/net.h"

namespace thimble::prune {
namespace {

using test::Net;
using testing::IsEmpty;
using testing::Not;

class CheckPruned : public testing::Test {
protected:
    CheckPruned() {
        Net net;
        const auto x = net.conv(net.input({1, 4, 4, 3}), 8);
        const auto part =
            net.one(BuiltinOperator::Slice, "", {},
                    {x, net.integers({0, 0, 0, 4}, {4}), net.integers({1, 4, 4, 4}, {4})});
        m_original = net.output({net.conv(net.depthwise(part), 5)});
        m_groups = *channelGroups(m_original);
        m_selection = randomSelection(m_groups, 0.5, 3);
        m_pruned = *removeChannels(m_original, m_groups, m_selection);
    }

    [[nodiscard]] std::vector<std::string> faults() const {
        return checkPruned(m_original, m_groups, m_selection, m_pruned);
    }
    [[nodiscard]] Tensor& operand(std::size_t op, std::size_t input) {
        Subgraph& subgraph = m_pruned.subgraphs[0];
        return subgraph.tensors[static_cast<std::size_t>(subgraph.operators[op].inputs[input])];
    }
    void change(Tensor& tensor, std::size_t byte) {
        Buffer& buffer = m_pruned.buffers[tensor.buffer];
        std::vector<std::byte> data(buffer.data.bytes().begin(), buffer.data.bytes().end());
        data[byte] ^= std::byte{1};
        buffer.data = Blob(std::move(data));
    }

    Model m_original, m_pruned;
    ChannelGroups m_groups;
    Selection m_selection;
};

TEST_F(CheckPruned, FindsNothingWrongWithAGoodOne) { EXPECT_THAT(faults(), IsEmpty()); }

TEST_F(CheckPruned, SeesAWeightOfAnotherPlace) {
    change(operand(0, 1), 17);
    EXPECT_THAT(faults(), Not(IsEmpty()));
}
TEST_F(CheckPruned, SeesABias) {
    change(operand(0, 2), 5);
    EXPECT_THAT(faults(), Not(IsEmpty()));
}
TEST_F(CheckPruned, SeesAScale) {
    std::swap(operand(0, 1).quantization->scale[0], operand(0, 1).quantization->scale[1]);
    operand(0, 1).quantization->scale[0] += 1;
    EXPECT_THAT(faults(), Not(IsEmpty()));
}
TEST_F(CheckPruned, SeesTheBeginOfASlice) {
    change(operand(1, 1), 12);
    EXPECT_THAT(faults(), Not(IsEmpty()));
}
TEST_F(CheckPruned, SeesAShape) {
    operand(3, 0).shape[3] += 1;
    EXPECT_THAT(faults(), Not(IsEmpty()));
}
TEST_F(CheckPruned, SeesAnotherOption) {
    for (OptionField& field : m_pruned.subgraphs[0].operators[0].options.fields)
        if (field.name == "stride_w") field.value = std::int64_t{2};
    EXPECT_THAT(faults(), Not(IsEmpty()));
}
TEST_F(CheckPruned, SeesAnotherSelection) {
    m_selection = randomSelection(m_groups, 0.5, 4);
    EXPECT_THAT(faults(), Not(IsEmpty()));
}

}  // namespace
}  // namespace thimble::prune
