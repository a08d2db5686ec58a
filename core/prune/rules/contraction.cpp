// CONV_2D, DEPTHWISE_CONV_2D, TRANSPOSE_CONV, FULLY_CONNECTED, BATCH_MATMUL. Images are
// [N, H, W, C].

#include <array>

#include "core/prune/rules/rules.h"

namespace thimble::prune {

namespace {

constexpr const char* kWindow = "moves a window over rows and columns";
constexpr std::int32_t kChannels = 3;

void freezeImage(ChannelLinks& links, std::int32_t image) {
    for (const std::int32_t a : {0, 1, 2}) links.freeze({image, a}, kWindow);
}

/// Left out, or a constant with a value for each channel.
bool linkBias(ChannelLinks& links, std::size_t position, Axis channels) {
    const std::int32_t bias = links.input(position);
    if (bias < 0) return true;
    Axis axis;
    if (!links.isConstant(bias) || !links.findVector(bias, links.size(channels), axis))
        return false;
    links.tie(axis, channels);
    links.accompanies(axis);
    return true;
}

/// The filter is [OC, KH, KW, IC per group]. Groups are of equal size, so what goes from one goes
/// from each.
bool conv2d(ChannelLinks& links) {
    const std::int32_t input = links.input(0), filter = links.input(1), output = links.output();
    if (!links.isConstant(filter)) return false;
    freezeImage(links, input);
    freezeImage(links, output);
    for (const std::int32_t a : {1, 2}) links.freeze({filter, a}, kWindow);
    const Axis in{input, kChannels}, out{output, kChannels}, rows{filter, 0}, columns{filter, 3};
    const std::int32_t depth = links.size(columns), groups = links.size(in) / depth;
    if (links.size(out) % groups != 0) return false;
    const std::int32_t made = links.size(out) / groups;
    for (std::int32_t g = 0; g < groups; ++g) {
        links.tie(columns, 0, in, g * depth, depth);
        links.tie(out, 0, out, g * made, made);
    }
    links.tie(rows, out);
    links.makes(rows);
    links.reads(in);
    return linkBias(links, 2, out);
}

/// The filter is [1, KH, KW, OC]. Each input channel has as many outputs as any other; a single one
/// may have any number.
bool depthwiseConv2d(ChannelLinks& links) {
    const std::int32_t input = links.input(0), filter = links.input(1), output = links.output();
    if (!links.isConstant(filter)) return false;
    freezeImage(links, input);
    freezeImage(links, output);
    for (const std::int32_t a : {0, 1, 2}) links.freeze({filter, a}, kWindow);
    const Axis in{input, kChannels}, out{output, kChannels}, columns{filter, 3};
    const std::int32_t multiplier = links.size(out) / links.size(in);
    if (links.size(in) > 1)
        for (std::int32_t o = 0; o < links.size(out); ++o) links.tie(in, o / multiplier, out, o, 1);
    else
        links.reads(in);
    links.tie(columns, out);
    links.makes(columns);
    return linkBias(links, 2, out);
}

/// Inputs are the output's shape, the filter [OC, KH, KW, IC], the image.
bool transposeConv(ChannelLinks& links) {
    const std::int32_t shape = links.input(0), filter = links.input(1), input = links.input(2);
    const std::int32_t output = links.output();
    if (!links.isConstant(filter)) return false;
    links.freezeTensor(shape, "reads a shape");
    freezeImage(links, input);
    freezeImage(links, output);
    for (const std::int32_t a : {1, 2}) links.freeze({filter, a}, kWindow);
    links.tie({filter, 3}, {input, kChannels});
    links.tie({filter, 0}, {output, kChannels});
    links.makes({filter, 0});
    links.reads({input, kChannels});
    return linkBias(links, 3, {output, kChannels});
}

/// Weights are [out, in]; the input's elements are taken as rows of `in`.
bool fullyConnected(ChannelLinks& links) {
    const std::int32_t input = links.input(0), weights = links.input(1), output = links.output();
    if (!links.isConstant(weights) || links.operands().option("weights_format") != 0) return false;
    const std::int32_t last = links.rank(output) - 1;
    std::vector<Axis> rows = links.axesOf(output);
    rows.back() = {weights, 1};
    linkReshaped(links, links.axesOf(input), rows);
    for (const Axis axis : links.axesOf(input)) links.reads(axis);
    links.tie({weights, 0}, {output, last});
    links.makes({weights, 0});
    return linkBias(links, 2, {output, last});
}

/// Stacks of matrices, [.., M, K] times [.., K, N], each as it is or transposed; what is before is
/// stretched. Either may be weights.
bool batchMatmul(ChannelLinks& links) {
    const std::int32_t output = links.output();
    const std::int32_t rank = links.rank(output);
    const auto matrix = [&links](std::size_t position, const char* transposed) {
        const std::int32_t t = links.input(position), last = links.rank(t) - 1;
        const bool isTransposed = links.operands().flag(transposed);
        return std::array{Axis{t, isTransposed ? last : last - 1},
                          Axis{t, isTransposed ? last - 1 : last}};
    };
    const auto [leftRows, leftColumns] = matrix(0, "adj_x");
    const auto [rightRows, rightColumns] = matrix(1, "adj_y");
    for (const std::size_t position : {std::size_t{0}, std::size_t{1}}) {
        const std::int32_t t = links.input(position);
        const std::int32_t offset = rank - links.rank(t);
        for (std::int32_t a = 0; a + 2 < links.rank(t); ++a)
            if (links.size({t, a}) == links.size({output, offset + a}))
                links.tie({t, a}, {output, offset + a});
    }
    links.tie(leftRows, {output, rank - 2});
    links.tie(rightColumns, {output, rank - 1});
    links.tie(leftColumns, rightRows);
    if (links.isConstant(leftRows.tensor))
        links.makes(leftRows);
    else
        links.reads(leftColumns);
    if (links.isConstant(rightRows.tensor))
        links.makes(rightColumns);
    else
        links.reads(rightRows);
    return true;
}

using enum BuiltinOperator;
constexpr auto kLinks = std::to_array<LinkEntry>({{BatchMatmul, batchMatmul},
                                                  {Conv2d, conv2d},
                                                  {DepthwiseConv2d, depthwiseConv2d},
                                                  {FullyConnected, fullyConnected},
                                                  {TransposeConv, transposeConv}});

}  // namespace

std::span<const LinkEntry> contractionLinks() { return kLinks; }

}  // namespace thimble::prune
