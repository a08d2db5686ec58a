#include "core/eval/compare.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "core/eval/values.h"
#include "tests/support/model_builder.h"

namespace thimble::eval {
namespace {

using interp::Program;
using interp::TensorInfo;
using test::addConstant;
using test::addOperator;
using test::addTensor;
using testing::ElementsAre;
using testing::HasSubstr;

std::shared_ptr<const Program> prepared(const Model& model) {
    auto program = interp::prepareProgram(model);
    if (!program) ADD_FAILURE() << program.error().message;
    return program.value_or(nullptr);
}

/// x -> same; a constant -> middle -> flat -> y: what is wrong in the constant shows from `middle`
/// on.
Model withConstant(const std::vector<int>& values) {
    Model model = test::emptyModel();
    const auto x = addTensor(model, "x", {1, 4});
    const auto same = addTensor(model, "same", {4});
    const auto constant = addConstant(model, "constant", {2, 2});
    const auto middle = addTensor(model, "middle", {4});
    const auto flat = addTensor(model, "flat", {1, 4});
    const auto y = addTensor(model, "y", {4, 1});
    std::vector<std::byte> bytes;
    for (const int value : values) bytes.push_back(static_cast<std::byte>(value));
    model.buffers.back().data = Blob(std::move(bytes));
    model.subgraphs[0].inputs = {x};
    model.subgraphs[0].outputs = {same, y};
    addOperator(model, BuiltinOperator::Reshape, {x}, {same});
    addOperator(model, BuiltinOperator::Reshape, {constant}, {middle});
    addOperator(model, BuiltinOperator::Reshape, {middle}, {flat});
    addOperator(model, BuiltinOperator::Reshape, {flat}, {y});
    return model;
}

TEST(CompareModels, AModelIsEqualToItself) {
    const auto program = prepared(withConstant({1, 2, 3, 4}));
    const auto found = compareModels(program, program, {.runs = 7});
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->runs, 7);
    EXPECT_TRUE(found->isBitExact());
    EXPECT_EQ(found->largestDifference(), 0);
    EXPECT_FALSE(found->firstDifference);
    EXPECT_FALSE(found->cancelled);
    ASSERT_EQ(found->outputs.size(), 2U);
    EXPECT_EQ(found->outputs[1].name, "y");
    EXPECT_EQ(found->outputs[1].difference.elements, 28);
}

TEST(CompareModels, FindsThePlantedDifference) {
    const auto a = prepared(withConstant({1, 2, 3, 4}));
    const auto b = prepared(withConstant({1, 2, 5, -5}));
    const auto found = compareModels(a, b, {.runs = 3});
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_FALSE(found->isBitExact());
    EXPECT_EQ(found->differingRuns, 3);
    EXPECT_EQ(found->largestDifference(), 9);
    EXPECT_TRUE(found->outputs[0].difference.isBitExact());
    EXPECT_EQ(found->outputs[1].difference.differing, 6);
    ASSERT_TRUE(found->firstDifference);
    EXPECT_EQ(found->firstDifference->run, 0);
    EXPECT_EQ(found->firstDifference->operatorA, 1);
    EXPECT_EQ(found->firstDifference->operatorB, 1);
    EXPECT_EQ(found->firstDifference->tensorA, 3);
    EXPECT_EQ(found->firstDifference->tensorB, 3);
    EXPECT_EQ(found->firstDifference->difference.first, 2U);
    EXPECT_EQ(found->firstDifference->difference.differing, 2);
    EXPECT_EQ(found->firstDifference->difference.largest, 9);
    EXPECT_EQ(found->firstDifference->valueA, 3);
    EXPECT_EQ(found->firstDifference->valueB, 5);
}

TEST(CompareModels, NamesTheOperatorInTheOtherModelsOrder) {
    Model moved = withConstant({1, 2, 3, 7});
    std::vector<Operator>& operators = moved.subgraphs[0].operators;
    std::rotate(operators.begin(), operators.begin() + 1, operators.end());
    const auto found = compareModels(prepared(withConstant({1, 2, 3, 4})), prepared(moved));
    ASSERT_TRUE(found && found->firstDifference);
    EXPECT_EQ(found->firstDifference->operatorA, 1);
    EXPECT_EQ(found->firstDifference->operatorB, 0);
}

TEST(CompareModels, SeesAConstantOutput) {
    Model a = withConstant({1, 2, 3, 4});
    Model b = withConstant({1, 2, 3, 8});
    a.subgraphs[0].outputs = b.subgraphs[0].outputs = {2};
    a.subgraphs[0].operators.resize(1);
    b.subgraphs[0].operators.resize(1);
    const auto found = compareModels(prepared(a), prepared(b));
    ASSERT_TRUE(found && found->firstDifference);
    EXPECT_EQ(found->firstDifference->operatorA, -1);
    EXPECT_EQ(found->firstDifference->tensorA, 2);
    EXPECT_EQ(found->firstDifference->valueB, 8);
}

TEST(CompareModels, OtherScalesAreFarApartWithTheSameBytes) {
    Model b = withConstant({1, 2, 3, 4});
    b.subgraphs[0].tensors[5].quantization->scale = {0.5F};
    const auto found = compareModels(prepared(withConstant({1, 2, 3, 4})), prepared(b));
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->isBitExact());
    EXPECT_TRUE(found->outputs[0].sameQuantization);
    EXPECT_FALSE(found->outputs[1].sameQuantization);
    EXPECT_EQ(found->largestDifference(), 2);
}

TEST(CompareModels, SaysWhatCannotBeCompared) {
    const auto a = prepared(withConstant({1, 2, 3, 4}));
    const auto expectError = [&](const Model& b, const char* words) {
        const auto found = compareModels(a, prepared(b));
        ASSERT_FALSE(found);
        EXPECT_EQ(found.error().code, ErrorCode::InvalidArgument);
        EXPECT_THAT(found.error().message, HasSubstr(words));
    };
    Model other = withConstant({1, 2, 3, 4});
    other.subgraphs[0].outputs = {1, 4};
    expectError(other, "output 1 is INT8 [4, 1] in the first and INT8 [1, 4] in the second");
    other.subgraphs[0].outputs = {1};
    expectError(other, "the first has 2 outputs, the second 1");
    other = withConstant({1, 2, 3, 4});
    for (const std::size_t t : {0U, 1U}) other.subgraphs[0].tensors[t].type = TensorType::UInt8;
    expectError(other, "input 0 is INT8 [1, 4] in the first and UINT8 [1, 4] in the second");
}

TEST(CompareModels, StopsWhenAsked) {
    const auto program = prepared(withConstant({1, 2, 3, 4}));
    std::stop_source source;
    EvaluateControl control{source.get_token(), [&](std::int64_t done, std::int64_t total) {
                                EXPECT_EQ(total, 1000);
                                if (done == 5) source.request_stop();
                            }};
    const auto found = compareModels(program, program, {.runs = 1000}, control);
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->cancelled);
    EXPECT_EQ(found->runs, 5);
}

TEST(Counterparts, GoByNameThenByPosition) {
    const Model a = withConstant({1, 2, 3, 4});
    Model renamed = a;
    for (Tensor& tensor : renamed.subgraphs[0].tensors) tensor.name = "z" + tensor.name;
    // Outputs and what operators write; inputs and constants have no counterpart by position.
    EXPECT_THAT(counterparts(*prepared(a), *prepared(renamed)), ElementsAre(-1, 1, -1, 3, 4, 5));
    EXPECT_THAT(counterparts(*prepared(a), *prepared(a)), ElementsAre(0, 1, 2, 3, 4, 5));
    renamed.subgraphs[0].operators.pop_back();
    renamed.subgraphs[0].outputs = {1, 4};
    EXPECT_THAT(counterparts(*prepared(a), *prepared(renamed)), ElementsAre(-1, 1, -1, -1, -1, -1))
        << "another list of operators, and another shape of the second output";
    Model repeated = a;
    repeated.subgraphs[0].tensors[4].name = "middle";
    repeated.subgraphs[0].operators.pop_back();
    repeated.subgraphs[0].outputs = {1};
    EXPECT_THAT(counterparts(*prepared(a), *prepared(repeated)), ElementsAre(0, 1, 2, -1, -1, 5))
        << "a name that is not the only one says nothing";
}

TEST(TensorDifference, OfFloats) {
    const TensorInfo info{.shape = {4}, .elements = 4, .bytes = 16};
    const float inf = std::numeric_limits<float>::infinity();
    const auto difference = [&](std::vector<float> a, std::vector<float> b) {
        return tensorDifference(info, std::as_bytes(std::span(a)), info,
                                std::as_bytes(std::span(b)));
    };
    EXPECT_TRUE(difference({1, 2, inf, NAN}, {1, 2, inf, NAN}).isBitExact());
    EXPECT_EQ(difference({1, 2, inf, NAN}, {1, 2.5, inf, NAN}).largest, 0.5);
    EXPECT_EQ(difference({1, 2, 3, 4}, {1, 2, 3, NAN}).largest, inf);
    const TensorDifference zero = difference({0, 2, 3, 4}, {-0.0F, 2, 3, 4});
    EXPECT_EQ(zero.largest, 0);
    EXPECT_EQ(zero.differing, 1) << "bytes decide what is exact";
}

TEST(Values, AreWhatTensorsStandFor) {
    const auto real = [](TensorType type, float scale, std::int32_t zeroPoint, auto stored) {
        const TensorInfo info{.type = type,
                              .elements = 1,
                              .bytes = sizeof(stored),
                              .scale = scale,
                              .zeroPoint = zeroPoint};
        return realValue(info, std::as_bytes(std::span(&stored, 1)), 0);
    };
    EXPECT_EQ(real(TensorType::Int8, 0.5F, -128, std::int8_t{-128}), 0);
    EXPECT_EQ(real(TensorType::Int8, 0.5F, -128, std::int8_t{127}), 127.5);
    EXPECT_EQ(real(TensorType::UInt8, 2, 128, std::uint8_t{255}), 254);
    EXPECT_EQ(real(TensorType::Int16, 0.25F, 0, std::int16_t{-32768}), -8192);
    EXPECT_EQ(real(TensorType::Int32, 0, 0, std::int32_t{-7}), -7);
    EXPECT_EQ(real(TensorType::Int64, 0, 0, std::int64_t{1} << 40), 1099511627776.0);
    EXPECT_EQ(real(TensorType::UInt64, 0, 0, ~std::uint64_t{0}), 18446744073709551616.0);
    EXPECT_EQ(real(TensorType::Float32, 0.5F, 3, 1.5F), 1.5);
    EXPECT_FALSE(isNumeric(TensorType::Resource));
    EXPECT_FALSE(isNumeric(TensorType::String));
}

}  // namespace
}  // namespace thimble::eval
