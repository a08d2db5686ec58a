#include "core/tflm/consumed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "core/tflite/option_names.h"
#include "core/tflm/offline_plan.h"
#include "tests/support/model_builder.h"

namespace thimble::tflm {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using thimble::test::addConstant;
using thimble::test::addOperator;
using thimble::test::addTensor;

std::int32_t addIntegers(Model& model, const std::vector<std::int32_t>& values) {
    std::vector<std::byte> bytes(values.size() * sizeof(std::int32_t));
    std::memcpy(bytes.data(), values.data(), bytes.size());
    const std::int32_t t = addConstant(model, "bounds", {static_cast<std::int32_t>(values.size())});
    Tensor& tensor = model.subgraphs[0].tensors[static_cast<std::size_t>(t)];
    tensor.type = TensorType::Int32;
    model.buffers[tensor.buffer].data = Blob(std::move(bytes));
    return t;
}

/// x of four rows of 32 bytes; rows 0 to 2, then 2 to 4, each negated; the two joined.
/// Tensors: 0 x, 1 and 2 the slices, 3 and 4 negated, 5 the output.
Model twoSlices() {
    Model model = thimble::test::emptyModel();
    const std::int32_t x = addTensor(model, "x", {1, 4, 8, 4});
    const std::int32_t a = addTensor(model, "a", {1, 2, 8, 4});
    const std::int32_t b = addTensor(model, "b", {1, 2, 8, 4});
    const std::int32_t p = addTensor(model, "p", {1, 2, 8, 4});
    const std::int32_t q = addTensor(model, "q", {1, 2, 8, 4});
    const std::int32_t y = addTensor(model, "y", {1, 4, 8, 4});
    const std::int32_t size = addIntegers(model, {1, 2, 8, 4});
    addOperator(model, BuiltinOperator::Slice, {x, addIntegers(model, {0, 0, 0, 0}), size}, {a});
    addOperator(model, BuiltinOperator::Relu, {a}, {p});
    addOperator(model, BuiltinOperator::Slice, {x, addIntegers(model, {0, 2, 0, 0}), size}, {b});
    addOperator(model, BuiltinOperator::Relu, {b}, {q});
    addOperator(model, BuiltinOperator::Concatenation, {p, q}, {y});
    model.subgraphs[0].operators.back().options =
        makeOptions("ConcatenationOptions", {{"axis", std::int64_t{1}}});
    model.subgraphs[0].inputs = {x};
    model.subgraphs[0].outputs = {y};
    return model;
}

TEST(Consumed, SlicesReadWhatTheySay) {
    const auto reads = findReads(twoSlices());
    ASSERT_THAT(reads[0], SizeIs(2));
    EXPECT_EQ(reads[0][0].bytes, (ByteRange{0, 128})) << "and what is read later";
    EXPECT_EQ(reads[0][1].bytes, (ByteRange{64, 128}));
    EXPECT_FALSE(isConsumed(reads[0], {0, 64}, 1));
    EXPECT_TRUE(isConsumed(reads[0], {0, 64}, 2));
    EXPECT_FALSE(isConsumed(reads[0], {0, 65}, 2));
    EXPECT_FALSE(isConsumed(reads[0], {0, 65}, 3)) << "the slice itself";
    EXPECT_TRUE(isConsumed(reads[0], {0, 128}, 4));
    EXPECT_FALSE(isConsumed(reads[5], {0, 1}, 100)) << "an output stays";
}

TEST(Consumed, OthersReadTheWhole) {
    Model model = twoSlices();
    model.subgraphs[0].tensors[static_cast<std::size_t>(6)].type = TensorType::Int8;
    EXPECT_EQ(findReads(model)[0][1].bytes, (ByteRange{0, 128}));
    model = twoSlices();
    thimble::test::addSubgraph(model);
    EXPECT_THAT(findReads(model), IsEmpty());
}

DeviceMemory placed(const std::vector<std::int32_t>& offsets) {
    Model model = twoSlices();
    std::vector<std::int32_t> all(model.subgraphs[0].tensors.size(), -1);
    std::ranges::copy(offsets, all.begin());
    return *deviceMemory(withOfflinePlan(model, all), *findTarget("arm32-reference"));
}

TEST(Consumed, TheResultMayLieOnWhatIsReadUp) {
    const auto memory = deviceMemory(twoSlices(), *findTarget("arm32-reference"));
    ASSERT_TRUE(memory);
    // RELU may take a slice over, so that the second slice is written where its part belongs while
    // it is read: the input has to lie behind that.
    EXPECT_THAT(memory->mayConsume, ElementsAre(InPlacePair{0, 4, 0, 5, 64}));
    // x, slices, parts, output: apart from the slices, all may begin together.
    EXPECT_THAT(placed({0, 128, 128, 0, 64, 0}).planFaults, IsEmpty());
    EXPECT_EQ(placed({0, 128, 128, 0, 64, 0}).headBytes, 192);
}

TEST(Consumed, OneRowFurtherIsAFault) {
    EXPECT_THAT(placed({0, 192, 192, 16, 80, 16}).planFaults, ElementsAre(HasSubstr("overlaps")));
}

}  // namespace
}  // namespace thimble::tflm
