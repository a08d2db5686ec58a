#include "core/ops/operator_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <iterator>
#include <limits>
#include <random>
#include <string>
#include <string_view>

#include "core/model/builtin_operator.h"
#include "tests/core/ops/operator_text.h"

namespace thimble::test {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::Ge;
using testing::IsEmpty;
using testing::Not;

std::vector<BuiltinOperator> allBuiltins() {
    std::vector<BuiltinOperator> result;
    for (std::int32_t code = 0; !builtinOperatorName(BuiltinOperator{code}).empty(); ++code)
        result.push_back(BuiltinOperator{code});
    return result;
}

TEST(OperatorFamilies, EveryBuiltinHasOne) {
    EXPECT_EQ(allBuiltins().size(), 210U);
    for (const BuiltinOperator code : allBuiltins()) {
        EXPECT_NE(operatorFamily(code), OperatorFamily::Unknown) << builtinOperatorName(code);
        EXPECT_THAT(operatorFamilyName(operatorFamily(code)), Not(IsEmpty()));
    }
    EXPECT_EQ(operatorFamilyName(operatorFamily(BuiltinOperator::Pack)), "data movement");
    for (const std::int32_t code : {-1, 210, std::numeric_limits<std::int32_t>::min()}) {
        EXPECT_EQ(operatorFamily(BuiltinOperator{code}), OperatorFamily::Unknown);
        EXPECT_FALSE(knowsMacs(BuiltinOperator{code}));
    }
}

TEST(OperatorFamilies, OfTheseTheWorkIsUnknown) {
    std::vector<std::string_view> names;
    for (const BuiltinOperator code : allBuiltins())
        if (!knowsMacs(code)) names.push_back(builtinOperatorName(code));
    EXPECT_THAT(names, ElementsAre("CUSTOM", "DELEGATE", "PLACEHOLDER_FOR_GREATER_OP_CODES",
                                   "STABLEHLO_CONVOLUTION", "STABLEHLO_CUSTOM_CALL",
                                   "STABLEHLO_DOT_GENERAL"));
}

TEST(OperatorMacs, CountsConvolutionsMatricesAndCells) {
    struct Case {
        std::string_view name, op;
        std::string output;
        Macs expected;
    };
    const Case cases[] = {
        {"conv", "CONV_2D(2x5x5x3, 8x3x2x3)", "2x4x4x8", 2 * 4 * 4 * 8 * 3 * 2 * 3},
        {"conv in groups", "CONV_2D(1x4x4x6, 8x3x3x2)", "1x4x4x8", 4 * 4 * 8 * 3 * 3 * 2},
        {"depthwise", "DEPTHWISE_CONV_2D(1x5x5x3, 1x3x2x6)", "1x3x3x6", 3 * 3 * 6 * 3 * 2},
        {"transposed", "TRANSPOSE_CONV(4, 8x3x4x6, 1x1x5x6)", "1x3x12x8", 5 * 6 * 3 * 4 * 8},
        {"volume", "CONV_3D(1x4x5x6x2, 2x3x4x2x7)", "1x3x2x2x7", 3 * 2 * 2 * 7 * 2 * 3 * 4 * 2},
        {"volume transposed", "CONV_3D_TRANSPOSE(5, 2x3x4x7x2, 1x3x2x2x2)", "1x4x5x6x7",
         3 * 2 * 2 * 2 * 2 * 3 * 4 * 7},
        {"dense", "FULLY_CONNECTED(3x4x5, 7x20)", "3x7", 3 * 20 * 7},
        {"dense, kept", "FULLY_CONNECTED(3x4x5, 7x5) keep_num_dims=true", "3x4x7", 12 * 5 * 7},
        {"matrices", "BATCH_MATMUL(6x2x3, 3x5)", "6x2x5", 6 * 2 * 3 * 5},
        {"matrices transposed", "BATCH_MATMUL(3x2, 3x5) adj_x=true", "2x5", 2 * 3 * 5},
        {"lstm", "UNIDIRECTIONAL_SEQUENCE_LSTM(2x9x5, 3x5, 3x5, 3x5, 3x5, 3x3, 3x3, 3x3, 3x3)",
         "2x9x3", 2 * 9 * 4 * 3 * (5 + 3)},
        {"lstm with peepholes and projection",
         "UNIDIRECTIONAL_SEQUENCE_LSTM(2x9x5, 4x5, 4x5, 4x5, 4x5, 4x3, 4x3, 4x3, 4x3, "
         "4, 4, 4, 4, 4, 4, 4, 3x4, 3)",
         "2x9x3", 2 * 9 * (4 * 4 * (5 + 3) + 3 * 4)},
        {"lstm with coupled gates",
         "UNIDIRECTIONAL_SEQUENCE_LSTM(2x9x5, -, 3x5, 3x5, 3x5, -, 3x3, 3x3, 3x3)", "2x9x3",
         2 * 9 * 3 * 3 * (5 + 3)},
        {"basic lstm", "LSTM(2x5, 2x3, 12x8, 12, 2x3) kernel_type=1", "2x3", 2 * 12 * 8},
        {"lstm both ways",
         "BIDIRECTIONAL_SEQUENCE_LSTM(2x9x5, 3x5, 3x5, 3x5, 3x5, 3x3, 3x3, 3x3, 3x3, "
         "-, -, -, 3, 3, 3, 3, -, -, 4x5, 4x5, 4x5, 4x5, 4x4, 4x4, 4x4, 4x4, "
         "-, -, -, 4, 4, 4, 4, -, -, 2x3, 2x3, 2x4, 2x4)",
         "2x9x3", 2 * 9 * 4 * (3 * (5 + 3) + 4 * (5 + 4))},
        {"rnn", "UNIDIRECTIONAL_SEQUENCE_RNN(2x9x5, 3x5, 3x3, 3, 2x3)", "2x9x3",
         2 * 9 * (3 * 5 + 3 * 3)},
        {"svdf", "SVDF(2x96, 64x96, 64x8, 32, 2x512) rank=2", "2x32", 2 * (64 * 96 + 64 * 8)},
        {"others", "ADD(2x3, 2x3)", "2x3", 0},
        {"an empty output", "CONV_2D(1x5x5x3, 8x3x3x3)", "1x0x3x8", 0},
        {"no filter", "CONV_2D(1x5x5x3, -)", "1x3x3x8", 0},
        {"less than nothing", "CONV_2D(1x5x5x3, 8x-3x3x3)", "1x3x3x8", 0},
        {"more than fits", "CONV_2D(1x5x5x3, 8x2147483647x2147483647x3)", "1x2147483647x2x2",
         std::numeric_limits<Macs>::max()},
    };
    for (const auto& [name, op, output, expected] : cases) {
        SCOPED_TRACE(name);
        EXPECT_EQ(operatorFromText(op, shapesFromText(output)).macs(), expected);
    }
}

TEST(HostileOperators, HaveNoShapes) {
    struct Case {
        std::string_view name;
        void (*damage)(OneOperator& one);
    };
    const Case cases[] = {
        {"a constant shorter than its shape", [](OneOperator& one) { one.input(1).shape = {2}; }},
        {"a constant of 2^90 elements",
         [](OneOperator& one) { one.input(1).shape = Shape(3, 1 << 30); }},
        {"no such buffer", [](OneOperator& one) { one.input(1).buffer = 77; }},
        {"axes in floats", [](OneOperator& one) { one.input(1).type = TensorType::Float32; }},
        {"a negative size",
         [](OneOperator& one) {
             one.input(0).shape = {2, -1};
         }},
        {"33 dimensions", [](OneOperator& one) { one.input(0).shape = Shape(33, 1); }},
        {"no such tensor", [](OneOperator& one) { one.op().inputs[0] = 77; }},
        {"no such operator", [](OneOperator& one) { one.op().opcode = 77; }},
    };
    for (const auto& [name, damage] : cases) {
        SCOPED_TRACE(name);
        OneOperator one = operatorFromText("MEAN(2x3, [1])", {{}});
        ASSERT_EQ(one.shapes(), (std::vector<Shape>{{2}}));
        damage(one);
        EXPECT_EQ(one.shapes(), std::nullopt);
        EXPECT_EQ(one.macs(), 0);
    }
}

/// Operators of random operands, mostly small and now and then extreme.
class RandomOperators {
public:
    OneOperator next(BuiltinOperator code) {
        static constexpr const char* kOptions[] = {
            "padding=",      "stride_h=",          "stride_w=",          "filter_width=",
            "axis=",         "batch_dims=",        "block_size=",        "filter_height=",
            "rank=",         "begin_mask=",        "end_mask=",          "shrink_axis_mask=",
            "dimension=",    "ellipsis_mask=",     "new_axis_mask=",     "dilation_h_factor=",
            "kernel_type=",  "new_shape=[",        "squeeze_dims=[",     "permutation=[",
            "slice_sizes=[", "start_indices=[",    "limit_indices=[",    "strides=[",
            "subgraph=",     "edge_padding_low=[", "interior_padding=[", "edge_padding_high=["};
        m_text = std::string(builtinOperatorName(code)) + "(";
        for (std::size_t count = below(6); count > 0; --count)
            m_text += operand() + (count > 1 ? ", " : "");
        m_text += ")";
        for (const std::string option : kOptions)
            if (below(4) != 0)
                m_text += " " + option + (option.back() == '[' ? numbers() + "]" : number());
        for (const char* flag : {"keep_dims", "keep_num_dims", "adj_x", "merge_outputs", "offset"})
            if (below(2) == 0) m_text += std::string(" ") + flag + "=true";
        std::vector<Shape> outputs(below(4));
        for (Shape& output : outputs) output = shapeFromText(shape());
        return operatorFromText(m_text, outputs);
    }
    [[nodiscard]] const std::string& text() const { return m_text; }

private:
    std::size_t below(std::size_t count) { return m_random() % count; }
    std::string number() {
        static constexpr const char* kNumbers[] = {"0",
                                                   "1",
                                                   "2",
                                                   "3",
                                                   "4",
                                                   "6",
                                                   "-1",
                                                   "-2",
                                                   "2147483647",
                                                   "-2147483648",
                                                   "9223372036854775807",
                                                   "-9223372036854775808"};
        return kNumbers[below(below(4) == 0 ? std::size(kNumbers) : 6)];
    }
    std::string numbers() {
        std::string result;
        for (std::size_t count = below(6); count > 0; --count)
            result += number() + (count > 1 ? " " : "");
        return result;
    }
    std::string shape() {
        static constexpr const char* kSizes[] = {"1", "2", "3", "4", "0", "2147483647", "-1"};
        std::string result;
        for (std::size_t count = below(6); count > 0; --count)
            result += kSizes[below(below(4) == 0 ? std::size(kSizes) : 4)] +
                      std::string(count > 1 ? "x" : "");
        return result.empty() ? "." : result;
    }
    std::string operand() {
        switch (below(6)) {
            case 0: return "-";
            case 1: return "[" + numbers() + "]";
            case 2: return "[" + numbers() + "]L";
            case 3: return shape() + "[" + numbers() + "]";
            default: return shape();
        }
    }

    std::mt19937 m_random{1};
    std::string m_text;
};

/// No crash and no overflow (the sanitizers watch), and shapes that are shapes.
TEST(HostileOperators, NeverBreakARule) {
    RandomOperators random;
    for (int round = 0; round < 100; ++round)
        for (const BuiltinOperator code : allBuiltins()) {
            const OneOperator one = random.next(code);
            SCOPED_TRACE(random.text());
            ASSERT_GE(one.macs(), 0);
            const auto shapes = one.shapes();
            if (!shapes) continue;
            ASSERT_EQ(shapes->size(), one.op().outputs.size());
            for (const Shape& shape : *shapes) ASSERT_THAT(shape, Each(Ge(0)));
        }
}

}  // namespace
}  // namespace thimble::test
