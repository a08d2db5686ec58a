#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/model/check_model.h"
#include "core/tflite/reader.h"
#include "core/tflite/writer.h"
#include "tests/support/model_builder.h"
#include "tests/support/test_data.h"

namespace thimble {
namespace {

using testing::HasSubstr;

Blob written(const Model& model) {
    auto bytes = writeTflite(model);
    EXPECT_TRUE(bytes.has_value()) << (bytes ? "" : bytes.error().message);
    return bytes ? Blob(std::move(*bytes)) : Blob();
}

TEST(RoundTrip, EverySharedModelComesBackEqual) {
    THIMBLE_NEEDS_TEST_DATA();
    for (const std::string& name : test::sharedModels()) {
        SCOPED_TRACE(name);
        const Model model = test::readShared(name);
        const Blob file = written(model);
        const auto again = readTflite(file);
        ASSERT_TRUE(again.has_value()) << again.error().message;
        EXPECT_TRUE(*again == model);
        EXPECT_TRUE(written(*again) == file) << "the same model gives the same bytes";
    }
}

TEST(RoundTrip, BuffersAreWrittenOn16Bytes) {
    THIMBLE_NEEDS_TEST_DATA();
    for (const std::string& name : test::sharedModels()) {
        SCOPED_TRACE(name);
        const Blob file = written(test::readShared(name));
        const auto again = readTflite(file);
        ASSERT_TRUE(again.has_value());
        for (const Buffer& buffer : again->buffers)
            if (!buffer.data.empty())
                EXPECT_EQ((buffer.data.bytes().data() - file.bytes().data()) % 16, 0);
        for (const Subgraph& subgraph : again->subgraphs)
            for (const Operator& op : subgraph.operators)
                if (op.customOptions && !op.customOptions->empty())
                    EXPECT_EQ((op.customOptions->bytes().data() - file.bytes().data()) % 16, 0);
    }
}

/// A model that uses every corner of the format that no shared model has.
Model everyCorner() {
    Model model = test::chainModel(2, 64);
    model.description = "every corner";
    model.metadataBuffer = {0};
    model.metadata = {{"CONVERSION_METADATA", 1}};
    model.buffers.push_back({Blob(std::vector<std::byte>(5, std::byte{7})), 0, 0});
    model.signatures = {{"serving_default", 0, {{"x", 0}}, {{"y", 2}}}};

    Subgraph& main = model.subgraphs[0];
    main.name = "main";
    main.debugMetadata = 3;
    Tensor& tensor = main.tensors[1];
    tensor.shapeSignature = {-1, 64};
    tensor.hasRank = true;
    tensor.variantTensors = {{{2, 3}, TensorType::Int16, true}};
    tensor.sparsity =
        Sparsity{{0, 1},
                 {0},
                 {{0, 4, {}, {}},
                  {1, 0, std::vector<std::int32_t>{0, 2}, std::vector<std::uint16_t>{1, 3}},
                  {1, 0, std::vector<std::uint8_t>{0, 1, 2}, std::vector<std::int32_t>{5}}}};
    tensor.quantization->min = {-1.5F};
    tensor.quantization->max = {1.5F};
    tensor.quantization->details = MultiAxisQuantization{0, 1, 32, {0, 1}};
    main.tensors[0].quantization->details = BlockwiseQuantization{1, 2, 16};
    main.tensors[2].quantization->details =
        CustomQuantization{Blob(std::vector<std::byte>(3, std::byte{9}))};
    main.tensors[2].quantization->quantizedDimension = 7;

    Operator& op = main.operators[0];
    op.intermediates = {-1, 1};
    op.mutatingVariableInputs = {true, false};
    op.debugMetadata = 12;
    // builtin_options: LeakyReluOptions {alpha}; builtin_options_2: StablehloSliceOptions.
    op.options = {75, "LeakyReluOptions", {{"alpha", 0, 0.25F}}};
    op.options2 = {3,
                   "StablehloSliceOptions",
                   {{"start_indices", 0, std::vector<std::int64_t>{1, -2}},
                    {"limit_indices", 1, std::vector<std::int64_t>{}},
                    {"strides", 2, std::vector<std::int64_t>{1LL << 40}}}};
    Operator& custom = main.operators[1];
    model.operatorCodes.push_back(
        {BuiltinOperator::Custom, 32, BuiltinOperator::Custom, "my_op", 4});
    custom.opcode = 1;
    custom.customOptions = Blob(std::vector<std::byte>(17, std::byte{3}));
    return model;
}

TEST(RoundTrip, EveryCornerOfTheFormatComesBackEqual) {
    const Model model = everyCorner();
    ASSERT_TRUE(checkModel(model).has_value()) << checkModel(model).error().message;
    const auto again = readTflite(written(model));
    ASSERT_TRUE(again.has_value()) << again.error().message;
    EXPECT_EQ(again->subgraphs[0].operators[0].options, model.subgraphs[0].operators[0].options);
    EXPECT_EQ(again->subgraphs[0].operators[0].options2, model.subgraphs[0].operators[0].options2);
    EXPECT_EQ(again->subgraphs[0].tensors, model.subgraphs[0].tensors);
    EXPECT_TRUE(*again == model);
}

TEST(RoundTrip, EmptyListsThatTflmReadsAreWritten) {
    Model model = test::chainModel(1, 16);
    model.subgraphs[0].operators[0].inputs.clear();
    model.subgraphs[0].inputs.clear();
    const auto again = readTflite(written(model));
    ASSERT_TRUE(again.has_value());
    EXPECT_TRUE(*again == model);
}

TEST(Writer, RefusesOptionsThatTheSchemaDoesNotHave) {
    Model model = test::chainModel(1, 16);
    model.subgraphs[0].operators[0].options.kind = 250;
    const auto bytes = writeTflite(model);
    ASSERT_FALSE(bytes.has_value());
    EXPECT_EQ(bytes.error().code, ErrorCode::Unsupported);
    EXPECT_THAT(bytes.error().message, HasSubstr("250"));
}

}  // namespace
}  // namespace thimble
