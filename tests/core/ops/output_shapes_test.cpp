// Operators that compute; those that only move elements are in moving_shapes_test.cpp.
#include <gtest/gtest.h>

#include "tests/core/ops/shape_cases.h"

namespace thimble::test {
namespace {

TEST(OutputShapes, OfConvolutions) {
    expectShapes({
        {"SAME", "CONV_2D(1x5x7x3, 8x3x3x3, 8) padding=0 stride_h=1 stride_w=1", "1x5x7x8"},
        {"SAME rounds up", "CONV_2D(1x5x7x3, 8x3x3x3) stride_h=2 stride_w=2", "1x3x4x8"},
        {"VALID", "CONV_2D(2x8x9x3, 8x3x2x3) padding=1 stride_h=2 stride_w=3", "2x3x3x8"},
        {"dilation widens the window",
         "CONV_2D(1x9x9x3, 8x3x3x3) padding=1 stride_h=1 stride_w=1 "
         "dilation_h_factor=2 dilation_w_factor=3",
         "1x5x3x8"},
        {"groups", "CONV_2D(1x4x4x6, 8x1x1x2) padding=1 stride_h=1 stride_w=1", "1x4x4x8"},
        {"a multiplier", "DEPTHWISE_CONV_2D(1x5x5x3, 1x3x3x6) padding=1 stride_h=1 stride_w=1",
         "1x3x3x6"},
        {"transposed",
         "TRANSPOSE_CONV([1 3 12 8], 8x3x4x6, 1x1x5x6) padding=1 stride_h=1 stride_w=2",
         "1x3x12x8"},
        {"volume", "CONV_3D(1x4x5x6x2, 2x3x3x2x7) padding=1 stride_d=1 stride_h=2 stride_w=2",
         "1x3x2x2x7"},
        {"volume transposed",
         "CONV_3D_TRANSPOSE([1 4 5 6 7], 2x3x3x7x2, 1x3x2x2x2) padding=1 "
         "stride_d=1 stride_h=2 stride_w=2",
         "1x4x5x6x7"},
    });
    expectNoShapes({
        {"window beyond input", "CONV_2D(1x2x2x3, 8x3x3x3) padding=1 stride_h=1 stride_w=1"},
        {"no stride", "CONV_2D(1x5x5x3, 8x3x3x3)"},
        {"no such padding", "CONV_2D(1x5x5x3, 8x3x3x3) padding=2 stride_h=1 stride_w=1"},
        {"channels do not match", "CONV_2D(1x5x5x3, 8x3x3x2) stride_h=1 stride_w=1"},
        {"no channels", "CONV_2D(1x5x5x3, 8x3x3x0) stride_h=1 stride_w=1"},
        {"an empty window", "CONV_2D(1x5x5x3, 8x0x3x3) stride_h=1 stride_w=1"},
        {"rank 3", "CONV_2D(5x5x3, 8x3x3x3) stride_h=1 stride_w=1"},
        {"no filter", "CONV_2D(1x5x5x3, -) stride_h=1 stride_w=1"},
        {"two outputs", "CONV_2D(1x5x5x3, 8x3x3x3) stride_h=1 stride_w=1", 2},
        {"fewer channels", "DEPTHWISE_CONV_2D(1x5x5x3, 1x3x3x2) stride_h=1 stride_w=1"},
        {"known at run time", "TRANSPOSE_CONV(4, 8x3x4x6, 1x1x5x6) stride_h=1 stride_w=2"},
        {"channels of another image",
         "TRANSPOSE_CONV([1 3 12 8], 8x3x4x6, 1x1x5x7) padding=1 stride_h=1 stride_w=2"},
        {"out of the stride's reach",
         "TRANSPOSE_CONV([1 3 14 8], 8x3x4x6, 1x1x5x6) padding=1 stride_h=1 stride_w=2"},
    });
}

TEST(OutputShapes, OfMatrixProducts) {
    expectShapes({
        {"flattens", "FULLY_CONNECTED(2x3x4, 5x12, 5)", "2x5"},
        {"keeps dimensions", "FULLY_CONNECTED(2x3x4, 5x4) keep_num_dims=true", "2x3x5"},
        {"stretches batches", "BATCH_MATMUL(7x1x2x3, 4x3x5)", "7x4x2x5"},
        {"transposes both", "BATCH_MATMUL(3x2, 5x3) adj_x=true adj_y=true", "2x5"},
    });
    expectNoShapes({
        {"not whole rows", "FULLY_CONNECTED(2x3, 5x4)"},
        {"rows of nothing", "FULLY_CONNECTED(2x3, 5x0)"},
        {"a scalar keeps no dimension", "FULLY_CONNECTED(., 5x1) keep_num_dims=true"},
        {"inner sizes differ", "BATCH_MATMUL(2x3, 4x5)"},
        {"a vector", "BATCH_MATMUL(3, 3x5)"},
    });
}

TEST(OutputShapes, OfPooling) {
    expectShapes({
        {"VALID",
         "AVERAGE_POOL_2D(1x7x7x4) padding=1 stride_h=2 stride_w=2 filter_height=3 filter_width=2",
         "1x3x3x4"},
        {"SAME", "MAX_POOL_2D(1x7x8x4) stride_h=2 stride_w=2 filter_height=3 filter_width=2",
         "1x4x4x4"},
    });
    expectNoShapes({{"no window", "MAX_POOL_2D(1x7x7x4) stride_h=2 stride_w=2"}});
}

TEST(OutputShapes, OfElementwiseOperators) {
    expectShapes({
        {"one input", "LOGISTIC(2x3)", "2x3"},
        {"a scalar", "ABS(.)", "."},
        {"same shapes", "ADD(2x3, 2x3)", "2x3"},
        {"stretched", "MUL(4x1x3, 2x1)", "4x2x3"},
        {"the second has more dimensions", "SUB(., 1x24)", "1x24"},
        {"nothing, stretched", "LESS(0x3, 1x3)", "0x3"},
        {"three inputs", "SELECT_V2(3x1, 1x4, .)", "3x4"},
        {"a condition per row", "SELECT(3, 3x4, 3x4)", "3x4"},
        {"any number of inputs", "ADD_N(2, 2, 2)", "2"},
        {"slopes", "PRELU(1x4x4x3, 1x1x3)", "1x4x4x3"},
        {"bounds of a clamp", "STABLEHLO_CLAMP(., 3, .)", "3"},
    });
    expectNoShapes({
        {"do not match", "ADD(2x3, 2x4)"},
        {"one input missing", "ADD(2x3)"},
        {"StableHLO does not stretch", "STABLEHLO_ADD(2x3, 3)"},
        {"branches differ", "SELECT(3, 3x4, 3x5)"},
        {"slopes larger than the input", "PRELU(1x3, 4x3)"},
        {"no inputs", "ADD_N()"},
    });
}

TEST(OutputShapes, OfReductions) {
    expectShapes({
        {"mean over the plane", "MEAN(1x5x5x8, [1 2])", "1x8"},
        {"keeps dimensions", "MEAN(1x5x5x8, [1 -2]) keep_dims=true", "1x1x1x8"},
        {"a scalar axis", "SUM(2x3, .[-1])", "2"},
        {"the same axis twice", "SUM(2x3, [1 -1])", "2"},
        {"over no axis", "REDUCE_MAX(2x3, [])", "2x3"},
        {"64-bit axes", "REDUCE_ANY(2x3, [0]L)", "3"},
        {"place of the maximum", "ARG_MAX(2x3x4, .[1])", "2x4"},
        {"segments", "UNSORTED_SEGMENT_SUM(4x3x2, 4x3, .[5])", "5x2"},
    });
    expectNoShapes({
        {"no such axis", "MEAN(2x3, [2])"},
        {"known at run time", "MEAN(2x3, 1)"},
        {"more than one axis", "ARG_MIN(2x3, [0 1])"},
        {"segments of other data", "UNSORTED_SEGMENT_MIN(4x3, 3, .[5])"},
    });
}

TEST(OutputShapes, OfGenerators) {
    expectShapes({
        {"fill", "FILL([2 3], .)", "2x3"},
        {"fill in 64 bits", "FILL([2 3]L, .)", "2x3"},
        {"fill a scalar", "FILL([], .)", "."},
        {"tile", "TILE(2x3, [2 0])", "4x0"},
        {"broadcast", "BROADCAST_TO(3x1, [2 3 4])", "2x3x4"},
        {"shapes", "BROADCAST_ARGS(3, 4)", "4"},
        {"range", "RANGE(.[1], .[8], .[3])", "3"},
        {"range downwards", "RANGE(.[8], .[1], .[-7])", "1"},
        {"samples", "MULTINOMIAL(2x9, .[4])", "2x4"},
    });
    expectNoShapes({
        {"less than nothing", "FILL([-1], .)"},
        {"too large for a dimension", "FILL([1099511627776]L, .)"},
        {"cannot be stretched", "BROADCAST_TO(3, [2])"},
        {"range without a step", "RANGE(.[1], .[8], .[0])"},
        {"range known at run time", "RANGE(., ., .)"},
    });
}

TEST(OutputShapes, OfRecurrentOperators) {
    expectShapes({
        {"lstm", "UNIDIRECTIONAL_SEQUENCE_LSTM(2x9x5, 3x5, 3x5, 3x5, 3x5, 3x3, 3x3, 3x3, 3x3)",
         "2x9x3"},
        {"coupled gates, projection",
         "UNIDIRECTIONAL_SEQUENCE_LSTM(2x9x5, -, 4x5, 4x5, 4x5, -, 4x3, 4x3, 4x3)", "2x9x3"},
        {"diagonal", "UNIDIRECTIONAL_SEQUENCE_LSTM(2x9x5, 3x5, 3x5, 3x5, 3x5, 3, 3, 3, 3)",
         "2x9x3"},
        {"one step", "LSTM(2x5, 3x5, 3x5, 3x5, 3x5, 3x3, 3x3, 3x3, 3x3)", "2x3"},
        {"basic", "LSTM(2x5, 2x3, 12x8, 12, 2x3) kernel_type=1", "2x3, 2x3, 2x8, 2x12"},
        {"rnn", "UNIDIRECTIONAL_SEQUENCE_RNN(2x9x5, 3x5, 3x3, 3, 2x3)", "2x9x3"},
        {"both ways", "BIDIRECTIONAL_SEQUENCE_RNN(2x9x5, 3x5, 3x3, 3, 2x3, 4x5, 4x4, 4, 2x4)",
         "2x9x3, 2x9x4"},
        {"both ways, merged",
         "BIDIRECTIONAL_SEQUENCE_RNN(2x9x5, 3x5, 3x3, 3, 2x3, 4x5, 4x4, 4, 2x4) "
         "merge_outputs=true",
         "2x9x7"},
        {"lstm both ways",
         "BIDIRECTIONAL_SEQUENCE_LSTM(2x9x5, 3x5, 3x5, 3x5, 3x5, 3x3, 3x3, 3x3, 3x3, "
         "-, -, -, 3, 3, 3, 3, -, -, 4x5, 4x5, 4x5, 4x5, 4x4, 4x4, 4x4, 4x4)",
         "2x9x3, 2x9x4"},
        {"svdf", "SVDF(2x96, 64x96, 64x8, 32, 2x512) rank=2", "2x32"},
    });
    expectNoShapes({
        {"without weights", "UNIDIRECTIONAL_SEQUENCE_LSTM(2x9x5)"},
        {"without a rank", "SVDF(2x96, 64x96, 64x8, 32, 2x512)"},
        {"a rank that does not divide", "SVDF(2x96, 64x96, 64x8, 32, 2x512) rank=5"},
        {"another cell's weights", "LSTM(2x5, 2x3, 12x9, 12, 2x3) kernel_type=1", 4},
    });
}

/// Subgraph 1 takes [2, 3] to [4]; subgraph 2 takes [2, 3] to [2, 3].
OneOperator calling(std::string_view type, std::string_view text, const Shape& output) {
    OneOperator one = operatorFromText(text, {output});
    one.op().options.type = type;
    for (const Shape& result : {Shape{4}, Shape{2, 3}}) {
        Subgraph& subgraph = one.model.subgraphs.emplace_back();
        subgraph.tensors.resize(2);
        subgraph.tensors[0].shape = {2, 3};
        subgraph.tensors[1].shape = result;
        subgraph.inputs = {0};
        subgraph.outputs = {1};
    }
    return one;
}

TEST(OutputShapes, OfControlFlow) {
    struct Case {
        std::string_view name, type, op;
        std::optional<std::vector<Shape>> expected;
    };
    const Case cases[] = {
        {"call", "CallOptions", "CALL(2x3) subgraph=1", {{{4}}}},
        {"called with another shape", "CallOptions", "CALL(2x2) subgraph=1", {}},
        {"called with too much", "CallOptions", "CALL(2x3, 2x3) subgraph=1", {}},
        {"branches agree",
         "IfOptions",
         "IF(., 2x3) then_subgraph_index=1 else_subgraph_index=1",
         {{{4}}}},
        {"branches differ",
         "IfOptions",
         "IF(., 2x3) then_subgraph_index=1 else_subgraph_index=2",
         {}},
        {"no such branch",
         "IfOptions",
         "IF(., 2x3) then_subgraph_index=1 else_subgraph_index=7",
         {}},
        {"the shape stays",
         "WhileOptions",
         "WHILE(2x3) cond_subgraph_index=1 body_subgraph_index=2",
         {{{2, 3}}}},
        {"the shape changes",
         "WhileOptions",
         "WHILE(2x3) cond_subgraph_index=1 body_subgraph_index=1",
         {}},
        {"custom", "", "CUSTOM(2x3)", {}},
    };
    for (const auto& [name, type, op, expected] : cases) {
        SCOPED_TRACE(name);
        EXPECT_EQ(calling(type, op, {99}).shapes(), expected);
    }
    EXPECT_EQ(operatorFromText("ASSIGN_VARIABLE(., 3)", {}).shapes(), std::vector<Shape>{});
}

}  // namespace
}  // namespace thimble::test
