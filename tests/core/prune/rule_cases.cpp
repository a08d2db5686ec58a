#include "tests/core/prune/rule_cases.h"

#include <cstdint>
#include <vector>

#include "tests/core/prune/net.h"
#include "tests/support/model_builder.h"

namespace thimble::test {

namespace {

using enum BuiltinOperator;

std::int64_t number(std::int64_t value) { return value; }

Model chain() {
    Net net;
    return net.output({net.fullyConnected(net.conv(net.conv(net.input({1, 4, 4, 3}), 8), 6), 5)});
}
Model depthwiseBetween() {
    Net net;
    return net.output({net.conv(net.depthwise(net.conv(net.input({1, 4, 4, 3}), 6)), 5)});
}
Model depthwiseTwice() {
    Net net;
    return net.output({net.conv(net.depthwise(net.conv(net.input({1, 4, 4, 3}), 6), 2), 5)});
}
Model depthwiseOfOne() {
    Net net;
    return net.output({net.fullyConnected(net.depthwise(net.input({1, 4, 4, 1}), 8), 5)});
}
Model groupedConvolution() {
    Net net;
    const auto x = net.conv(net.input({1, 4, 4, 3}), 8);
    return net.output({net.conv(net.conv(x, 6, 3, 2), 5)});
}
Model residual() {
    Net net;
    const auto x = net.conv(net.input({1, 4, 4, 3}), 8);
    return net.output({net.conv(net.add(x, net.conv(x, 8)), 5)});
}
Model broadcastAdd() {
    Net net;
    const auto x = net.conv(net.input({1, 4, 4, 3}), 8);
    const auto spatial = net.conv(x, 1);
    return net.output({net.conv(net.add(x, spatial), 5)});
}
Model squeezeAndExcite() {
    Net net;
    const auto x = net.conv(net.input({1, 4, 4, 3}), 8);
    const auto axes = net.integers({1, 2}, {2});
    const auto mean = net.one(Mean, "ReducerOptions", {{"keep_dims", true}}, {x, axes});
    const auto gate =
        net.one(Logistic, "", {}, {net.conv(net.conv(mean, 4, 1), 8, 1)}, {1.0F / 256, -128});
    const auto scaled = net.one(Mul, "MulOptions", {}, {x, gate});
    return net.output({net.conv(scaled, 5)});
}
Model spatialAttention() {
    Net net;
    const auto x = net.conv(net.input({1, 4, 4, 3}), 8);
    const auto gate = net.one(Logistic, "", {}, {net.conv(x, 1)}, {1.0F / 256, -128});
    return net.output({net.conv(net.one(Mul, "MulOptions", {}, {x, gate}), 5)});
}
Model logisticAlone() {
    Net net;
    const auto x = net.conv(net.input({1, 4, 4, 3}), 8);
    return net.output({net.conv(net.one(Logistic, "", {}, {x}, {1.0F / 256, -128}), 5)});
}
Model hardSwish() {
    Net net;
    const auto x = net.conv(net.input({1, 4, 4, 3}), 8);
    return net.output({net.conv(net.one(HardSwish, "", {}, {x}), 5)});
}
Model perChannelConstants() {
    Net net;
    const auto x = net.conv(net.input({1, 4, 4, 3}), 8);
    const auto scaled = net.one(Mul, "MulOptions", {}, {x, net.weights({8}, -1)});
    const auto moved = net.one(Add, "AddOptions", {}, {scaled, net.weights({1, 1, 1, 8}, -1)});
    return net.output({net.conv(moved, 5)});
}
Model concatenated() {
    Net net;
    const auto x = net.input({1, 4, 4, 3});
    const auto joined = net.one(Concatenation, "ConcatenationOptions", {{"axis", number(3)}},
                                {net.conv(x, 4), net.conv(x, 6), x});
    return net.output({net.conv(joined, 5)});
}
Model splitInTwo() {
    Net net;
    const auto x = net.conv(net.input({1, 4, 4, 3}), 8);
    const auto parts =
        net.all(Split, "SplitOptions", {{"num_splits", number(2)}}, {net.integers({3}, {}), x}, 2);
    return net.output({net.conv(parts[0], 5), net.conv(parts[1], 5)});
}
Model splitUnequally() {
    Net net;
    const auto x = net.conv(net.input({1, 4, 4, 3}), 8);
    const auto parts = net.all(SplitV, "SplitVOptions", {{"num_splits", number(2)}},
                               {x, net.integers({3, -1}, {2}), net.integers({3}, {})}, 2);
    return net.output({net.conv(parts[0], 5), net.conv(parts[1], 5)});
}
Model sliced() {
    Net net;
    const auto x = net.conv(net.input({1, 4, 4, 3}), 12);
    const auto part = net.one(
        Slice, "", {}, {x, net.integers({0, 0, 0, 4}, {4}), net.integers({1, 4, 4, 5}, {4})});
    return net.output({net.conv(part, 5), net.conv(x, 5)});
}
Model stridedSliced() {
    Net net;
    const auto x = net.conv(net.input({1, 4, 4, 3}), 12);
    const auto part = net.one(StridedSlice, "StridedSliceOptions",
                              {{"begin_mask", number(7)}, {"end_mask", number(7)}},
                              {x, net.integers({0, 0, 0, 4}, {4}), net.integers({0, 0, 0, 9}, {4}),
                               net.integers({1, 1, 1, 1}, {4})});
    return net.output({net.conv(part, 5), net.conv(x, 5)});
}
Model flattened() {
    Net net;
    const auto x = net.conv(net.input({1, 4, 4, 3}), 8);
    const auto flat = net.one(Reshape, "ReshapeOptions", {}, {x, net.integers({1, 128}, {2})});
    return net.output({net.fullyConnected(flat, 5)});
}
Model unflattened() {
    Net net;
    const auto x = net.fullyConnected(net.input({1, 10}), 32);
    const auto image = net.one(Reshape, "ReshapeOptions",
                               {{"new_shape", std::vector<std::int64_t>{1, 2, 2, 8}}}, {x});
    return net.output({net.conv(image, 5)});
}
Model channelShuffle() {
    Net net;
    const auto x = net.conv(net.input({1, 4, 4, 3}), 8);
    const auto taken =
        net.one(Reshape, "ReshapeOptions", {}, {x, net.integers({1, 4, 4, 2, 4}, {5})});
    const auto turned = net.one(Transpose, "", {}, {taken, net.integers({0, 1, 2, 4, 3}, {5})});
    const auto back =
        net.one(Reshape, "ReshapeOptions", {}, {turned, net.integers({1, 4, 4, -1}, {4})});
    return net.output({net.conv(back, 5)});
}
Model padded() {
    Net net;
    const auto x = net.conv(net.input({1, 4, 4, 3}), 8);
    const auto y = net.one(Pad, "", {}, {x, net.integers({0, 0, 1, 1, 1, 1, 0, 0}, {4, 2})});
    return net.output({net.conv(y, 5)});
}
Model paddedChannels() {
    Net net;
    const auto input = net.input({1, 4, 4, 3});
    const auto x = net.conv(input, 8);
    const auto wide = net.one(Pad, "", {}, {x, net.integers({0, 0, 0, 0, 0, 0, 2, 6}, {4, 2})});
    return net.output({net.conv(net.add(wide, net.conv(input, 16)), 5)});
}
Model transposed() {
    Net net;
    const auto x = net.conv(net.input({1, 4, 4, 3}), 8);
    const auto first = net.one(Transpose, "", {}, {x, net.integers({0, 3, 1, 2}, {4})});
    const auto flat = net.one(Reshape, "ReshapeOptions", {}, {first, net.integers({1, 128}, {2})});
    return net.output({net.fullyConnected(flat, 5)});
}
Model pooled() {
    Net net;
    const auto x = net.conv(net.input({1, 4, 4, 3}), 8);
    const Net::Options options = {{"filter_width", number(2)},
                                  {"filter_height", number(2)},
                                  {"stride_w", number(2)},
                                  {"stride_h", number(2)},
                                  {"padding", number(1)}};
    const auto most = net.one(MaxPool2d, "Pool2DOptions", options, {x});
    const auto average = net.one(AveragePool2d, "Pool2DOptions", options, {most});
    return net.output({net.fullyConnected(average, 5)});
}
Model resized() {
    Net net;
    const auto x = net.conv(net.input({1, 4, 4, 3}), 8);
    const auto y = net.one(ResizeNearestNeighbor, "ResizeNearestNeighborOptions", {},
                           {x, net.integers({8, 8}, {2})});
    return net.output({net.conv(y, 5)});
}
Model depthAndSpace() {
    Net net;
    const auto x = net.conv(net.input({1, 4, 4, 3}), 6);
    const auto deep =
        net.one(SpaceToDepth, "SpaceToDepthOptions", {{"block_size", number(2)}}, {x});
    const auto wide =
        net.one(DepthToSpace, "DepthToSpaceOptions", {{"block_size", number(2)}}, {deep});
    return net.output({net.conv(wide, 5)});
}
Model transposeConvolution() {
    Net net;
    const auto x = net.conv(net.input({1, 4, 4, 3}), 6);
    const auto y =
        net.one(TransposeConv, "TransposeConvOptions",
                {{"padding", number(0)}, {"stride_w", number(2)}, {"stride_h", number(2)}},
                {net.integers({1, 8, 8, 7}, {4}), net.weights({7, 3, 3, 6}, 0), x});
    return net.output({net.conv(y, 5)});
}
Model packed() {
    Net net;
    const auto x = net.fullyConnected(net.input({1, 10}), 6);
    const auto y = net.fullyConnected(net.input({1, 10}), 6);
    const auto both =
        net.one(Pack, "PackOptions", {{"values_count", number(2)}, {"axis", number(1)}}, {x, y});
    return net.output({net.fullyConnected(both, 5)});
}
Model unpacked() {
    Net net;
    const auto x = net.conv(net.input({1, 2, 4, 3}), 6);
    const auto rows =
        net.all(Unpack, "UnpackOptions", {{"num", number(2)}, {"axis", number(1)}}, {x}, 2);
    return net.output({net.fullyConnected(net.add(rows[0], rows[1]), 5)});
}
Model longShortTerm() {
    Net net;
    const auto x = net.fullyConnected(net.input({1, 10}), 6);
    const auto sequence = net.one(Reshape, "ReshapeOptions", {}, {x, net.integers({1, 1, 6}, {3})});
    std::vector<std::int32_t> inputs = {sequence};
    for (int i = 0; i < 4; ++i) inputs.push_back(net.weights({5, 6}, -1));
    for (int i = 0; i < 4; ++i) inputs.push_back(net.weights({5, 5}, -1));
    for (int i = 0; i < 3; ++i) inputs.push_back(-1);
    for (int i = 0; i < 4; ++i) inputs.push_back(net.bias(5));
    for (int i = 0; i < 2; ++i) inputs.push_back(-1);
    inputs.push_back(net.variable({1, 5}, TensorType::Int8, {}));
    inputs.push_back(net.variable({1, 5}, TensorType::Int16, {1.0F / 2048, 0}));
    for (int i = 0; i < 4; ++i) inputs.push_back(-1);
    const auto y = net.one(UnidirectionalSequenceLstm, "UnidirectionalSequenceLSTMOptions",
                           {{"fused_activation_function", number(4)}}, inputs);
    return net.output({net.fullyConnected(y, 5)});
}
Model filtersThroughTime() {
    Net net;
    const auto x = net.fullyConnected(net.input({1, 10}), 6);
    constexpr std::int32_t kUnits = 4, kRank = 2, kMemory = 3;
    const auto feature = net.weights({kUnits * kRank, 6}, -1);
    const auto time = net.weights({kUnits * kRank, kMemory}, -1);
    const auto state = net.variable({1, kUnits * kRank * kMemory}, TensorType::Int8, {0.03F, 5});
    const auto y = net.one(Svdf, "SVDFOptions",
                           {{"rank", number(kRank)}, {"fused_activation_function", number(0)}},
                           {x, feature, time, net.bias(kUnits), state});
    return net.output({net.fullyConnected(y, 5)});
}
Model softmaxOverChannels() {
    Net net;
    const auto x = net.conv(net.input({1, 4, 4, 3}), 8);
    const auto y = net.one(Softmax, "SoftmaxOptions", {{"beta", 1.0F}}, {x}, {1.0F / 256, -128});
    return net.output({net.conv(y, 5)});
}
Model meanOverChannels() {
    Net net;
    const auto x = net.conv(net.input({1, 4, 4, 3}), 8);
    const auto y = net.one(Mean, "ReducerOptions", {}, {x, net.integers({3}, {1})});
    return net.output({net.fullyConnected(y, 5)});
}
Model matrixProduct() {
    Net net;
    const auto x = net.fullyConnected(net.input({3, 10}), 8);
    const auto y = net.one(BatchMatmul, "BatchMatMulOptions", {}, {x, net.weights({8, 6}, -1)});
    return net.output({net.fullyConnected(y, 5)});
}
/// Two images' pixels against each other, as attention has it: [4, 8] times [8, 4].
Model attention() {
    Net net;
    const auto input = net.input({1, 2, 2, 3});
    const auto rows = [&net](std::int32_t x) {
        return net.one(Reshape, "ReshapeOptions", {}, {x, net.integers({1, 4, 8}, {3})});
    };
    const auto x = rows(net.conv(input, 8)), y = rows(net.conv(input, 8));
    const auto scores = net.one(BatchMatmul, "BatchMatMulOptions", {{"adj_y", true}}, {x, y});
    const auto values = rows(net.conv(input, 8));
    const auto mixed = net.one(BatchMatmul, "BatchMatMulOptions", {}, {scores, values});
    return net.output({net.fullyConnected(mixed, 5)});
}
/// Rows of an image, one of them twice.
Model gathered() {
    Net net;
    const auto x = net.conv(net.input({1, 4, 4, 3}), 8);
    const auto y =
        net.one(Gather, "GatherOptions", {{"axis", number(1)}}, {x, net.integers({2, 0, 2}, {3})});
    return net.output({net.conv(y, 5)});
}
Model gatheredChannels() {
    Net net;
    const auto x = net.conv(net.input({1, 4, 4, 3}), 8);
    const auto y = net.one(Gather, "GatherOptions", {{"axis", number(3)}},
                           {x, net.integers({2, 0, 5, 2}, {4})});
    return net.output({net.conv(y, 5)});
}
/// A table of vectors, of which some are added to what comes of the input.
Model embedded() {
    Net net;
    const auto y =
        net.one(Gather, "GatherOptions", {{"axis", number(0)}},
                {net.weights({20, 8}, -1), net.integers({3, 19, 0, 3}, {4})}, {0.0625F, 0});
    return net.output(
        {net.fullyConnected(net.add(y, net.fullyConnected(net.input({4, 10}), 8)), 5)});
}
Model tiled() {
    Net net;
    const auto x = net.conv(net.input({1, 4, 4, 3}), 6);
    return net.output({net.conv(net.one(Tile, "", {}, {x, net.integers({1, 2, 1, 3}, {4})}), 5)});
}
/// The shape of an activation, as an output.
Model shapeTaken() {
    Net net;
    const auto x = net.conv(net.input({1, 4, 4, 3}), 8);
    const auto sizes = static_cast<std::int32_t>(net.model.subgraphs[0].tensors.size());
    Tensor& tensor = net.model.subgraphs[0].tensors.emplace_back();
    tensor.type = TensorType::Int32;
    tensor.shape = {4};
    addOperator(net.model, Shape, {x}, {sizes});
    return net.output({net.conv(x, 5), sizes});
}
Model customOperator() {
    Net net;
    const auto x = net.conv(net.input({1, 4, 4, 3}), 8);
    const auto y = net.tensor({1, 4, 4, 8});
    addOperator(net.model, Custom, {x}, {y});
    return net.output({net.conv(y, 5)});
}
/// The same filter for both images: the second has a graph input's channels.
Model sharedFilter() {
    Net net;
    const auto a = net.conv(net.input({1, 4, 4, 3}), 8), b = net.input({1, 4, 4, 8});
    const auto filter = net.weights({6, 3, 3, 8}, 0), bias = net.bias(6);
    const Net::Options options = {
        {"padding", number(0)}, {"stride_w", number(1)}, {"stride_h", number(1)}};
    const auto x = net.one(Conv2d, "Conv2DOptions", options, {a, filter, bias});
    const auto y = net.one(Conv2d, "Conv2DOptions", options, {b, filter, bias});
    return net.output({net.conv(x, 5), net.conv(y, 5)});
}

const RuleCase kCases[] = {
    {"channels and those who read them", chain, "#0 CONV_2D: 8; #1 CONV_2D: 6"},
    {"the outputs stay", chain, "#0 CONV_2D: 8; #1 CONV_2D: 6", true, "is an output of the model"},
    {"depthwise", depthwiseBetween, "#0 CONV_2D: 6"},
    {"depthwise, two of each", depthwiseTwice, "#0 CONV_2D: 6"},
    {"depthwise of a single channel", depthwiseOfOne, "#0 DEPTHWISE_CONV_2D: 8"},
    {"groups lose the same", groupedConvolution, "#0 CONV_2D: 4; #1 CONV_2D: 3"},
    {"residual", residual, "#0 CONV_2D: 8"},
    {"one channel stretched over all", broadcastAdd, "#0 CONV_2D: 8; #1 CONV_2D: 1", false},
    {"squeeze and excite", squeezeAndExcite, "#0 CONV_2D: 8; #2 CONV_2D: 4"},
    {"a product with nothing is nothing", spatialAttention, "#0 CONV_2D: 8; #1 CONV_2D: 1"},
    {"half is not nothing", logisticAlone, "#0 CONV_2D: 8", false},
    {"hard swish", hardSwish, "#0 CONV_2D: 8"},
    {"constants per channel", perChannelConstants, "#0 CONV_2D: 8"},
    {"concatenation", concatenated, "#0 CONV_2D: 4; #1 CONV_2D: 6"},
    {"equal parts lose the same", splitInTwo, "#0 CONV_2D: 4"},
    {"unequal parts", splitUnequally, "#0 CONV_2D: 3; #0 CONV_2D/2: 5"},
    {"slice", sliced, "#0 CONV_2D: 4; #0 CONV_2D/2: 5; #0 CONV_2D/3: 3"},
    {"strided slice", stridedSliced, "#0 CONV_2D: 4; #0 CONV_2D/2: 5; #0 CONV_2D/3: 3"},
    {"flattened", flattened, "#0 CONV_2D: 8"},
    {"unflattened", unflattened, "#0 FULLY_CONNECTED: 8"},
    {"channel shuffle", channelShuffle, "#0 CONV_2D: 4"},
    {"pad", padded, "#0 CONV_2D: 8"},
    {"padded channels", paddedChannels, "#0 CONV_2D: 8; #2 CONV_2D: 2; #2 CONV_2D/2: 6"},
    {"transpose", transposed, "#0 CONV_2D: 8"},
    {"pools", pooled, "#0 CONV_2D: 8"},
    {"resize", resized, "#0 CONV_2D: 8"},
    {"depth and space", depthAndSpace, "#0 CONV_2D: 6"},
    {"transpose convolution", transposeConvolution, "#0 CONV_2D: 6; #1 TRANSPOSE_CONV: 7"},
    {"pack", packed, "#0 FULLY_CONNECTED: 6"},
    {"unpack", unpacked, "#0 CONV_2D: 6"},
    {"LSTM", longShortTerm, "#0 FULLY_CONNECTED: 6; #2 UNIDIRECTIONAL_SEQUENCE_LSTM: 5"},
    {"SVDF", filtersThroughTime, "#0 FULLY_CONNECTED: 6; #1 SVDF: 4"},
    {"softmax", softmaxOverChannels, "", true, "works on its last axis as a whole"},
    {"a mean over channels", meanOverChannels, "", true, "makes one of all along this axis"},
    {"matrix product with weights", matrixProduct, "#0 FULLY_CONNECTED: 8; #1 BATCH_MATMUL: 6"},
    {"matrix products of activations", attention, "#0 CONV_2D: 8; #5 CONV_2D: 8"},
    {"rows looked up", gathered, "#0 CONV_2D: 8"},
    {"channels looked up", gatheredChannels, "", true, "looks elements up along this axis"},
    {"a table of vectors", embedded, "#0 GATHER: 8"},
    {"repeated", tiled, "#0 CONV_2D: 6", true, "", false},
    {"a shape as numbers", shapeTaken, "", true, "passes its shape on as numbers"},
    {"custom operators", customOperator, "", true, "nobody has a rule for"},
    {"shared weights", sharedFilter, "#1 CONV_2D: 6", true, "is an input of the model"},
};

}  // namespace

std::span<const RuleCase> ruleCases() { return kCases; }

}  // namespace thimble::test
