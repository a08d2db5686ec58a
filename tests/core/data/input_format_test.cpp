#include "core/data/input_format.h"

#include <cmath>

#include "tests/core/data/data_folder.h"
#include "tests/support/model_builder.h"

namespace thimble::data {
namespace {

using testing::HasSubstr;

std::int64_t stored(const InputFormat& format, float value) {
    Window window(elementBytes(format));
    storeReal(format, value, window.data());
    if (format.type == TensorType::Int8) return valuesOf<std::int8_t>(window)[0];
    if (format.type == TensorType::UInt8) return valuesOf<std::uint8_t>(window)[0];
    if (format.type == TensorType::Int16) return valuesOf<std::int16_t>(window)[0];
    return valuesOf<std::int32_t>(window)[0];
}

TEST(InputFormatTest, ComesFromTheModel) {
    Model model = test::chainModel(1, 490);
    Tensor& input =
        model.subgraphs[0].tensors[static_cast<std::size_t>(model.subgraphs[0].inputs[0])];
    input.shape = {1, 49, 10, 1};
    input.quantization = Quantization{.scale = {0.25F}, .zeroPoint = {83}};
    const auto format = inputFormat(model, 0);
    ASSERT_TRUE(format.has_value()) << errorOf(format);
    EXPECT_EQ(*format, (InputFormat{TensorType::Int8, {1, 49, 10, 1}, 0.25F, 83}));
    EXPECT_EQ(byteCount(*format), 490U);
    EXPECT_EQ(formatText(*format), "INT8 [1, 49, 10, 1]");
    EXPECT_EQ(byteCount(floatFormat({2, 3})), 24U);

    EXPECT_THAT(errorOf(inputFormat(model, 1)), HasSubstr("no input 1"));
    input.quantization->scale = {1, 2};
    EXPECT_THAT(errorOf(inputFormat(model, 0)), HasSubstr("2 scales"));
    input.quantization = Quantization{.scale = {1}, .zeroPoint = {200}};
    EXPECT_THAT(errorOf(inputFormat(model, 0)), HasSubstr("zero point 200"));
    input.quantization = std::nullopt;
    EXPECT_EQ(inputFormat(model, 0).value().scale, 0.0F);
    input.shape = {1, -1};
    EXPECT_THAT(errorOf(inputFormat(model, 0)), HasSubstr("dimension below 1"));
    input.shape = {1 << 15, 1 << 15};
    EXPECT_THAT(errorOf(inputFormat(model, 0)), HasSubstr("1 GiB"));
    input.shape = {1};
    input.type = TensorType::Int4;
    EXPECT_THAT(errorOf(inputFormat(model, 0)), HasSubstr("type INT4"));
}

TEST(InputFormatTest, RealNumbersAreQuantisedHalvesAwayFromZeroAndClamped) {
    const InputFormat format = int8Format({1}, 0.5F, -1);
    struct Row {
        float value;
        int quantised;
    };
    for (const Row row : {Row{0, -1}, Row{0.25F, 0}, Row{-0.25F, -2}, Row{0.24F, -1}, Row{1, 1},
                          Row{64, 127}, Row{63.9F, 127}, Row{1e30F, 127}, Row{-1e30F, -128}})
        EXPECT_EQ(stored(format, row.value), row.quantised) << row.value;
    EXPECT_EQ(stored({TensorType::UInt8, {1}, 2.0F, 10}, -3), 8);  // -1.5 becomes -2
    EXPECT_EQ(stored({TensorType::Int16, {1}, 1.0F / 32768, 0}, -0.5F), -16384);
    // A quotient that no float holds.
    EXPECT_EQ(stored({TensorType::Int32, {1}, 1e-30F, 0}, 1e30F), 2147483647);
}

TEST(InputFormatTest, IntegersWithoutAScaleTakeNoRealNumbers) {
    EXPECT_TRUE(takesReals(floatFormat({1})));
    EXPECT_TRUE(takesReals(int8Format({1})));
    EXPECT_FALSE(takesReals(int8Format({1}, 0)));
    EXPECT_FALSE(takesReals({TensorType::Bool, {1}, 1}));
    EXPECT_FALSE(takesReals({TensorType::Int64, {1}, 1}));
}

}  // namespace
}  // namespace thimble::data
