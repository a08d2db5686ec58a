// CONV_2D, DEPTHWISE_CONV_2D, TRANSPOSE_CONV, CONV_3D, CONV_3D_TRANSPOSE.
// Images are [N, H, W, C] and [N, D, H, W, C].

#include <algorithm>
#include <array>
#include <initializer_list>

#include "core/ops/operator_rule.h"
#include "core/ops/window.h"

namespace thimble::ops {

namespace {

constexpr std::array kPlane = {kHeightAxis, kWidthAxis};
constexpr std::array kVolume = {kDepthAxis, kHeightAxis, kWidthAxis};

/// Batches, positions of the window along each axis, channels.
ShapeList swept(const Operands& in, std::span<const WindowAxis> axes,
                std::span<const std::int64_t> input, std::span<const std::int64_t> window,
                std::int64_t channels) {
    Dims output = {input[0]};
    for (std::size_t i = 0; i < axes.size(); ++i) {
        const auto positions = windowPositions(in, axes[i], input[1 + i], window[i]);
        if (!positions) return {};
        output.push_back(*positions);
    }
    output.push_back(channels);
    return oneOutput(std::move(output));
}

/// Input channels come in whole groups of the filter's.
bool groupsFit(std::int64_t inputChannels, std::int64_t filterChannels) {
    return filterChannels > 0 && inputChannels % filterChannels == 0;
}

/// The filter is [OC, KH, KW, IC per group].
ShapeList conv2d(const Operands& in) {
    const auto input = in.shape(0, 4), filter = in.shape(1, 4);
    if (!input || !filter || !groupsFit((*input)[3], (*filter)[3])) return {};
    return swept(in, kPlane, *input, std::span(*filter).subspan(1), (*filter)[0]);
}

/// The filter is [1, KH, KW, OC], and OC a multiple of the input's channels.
ShapeList depthwiseConv2d(const Operands& in) {
    const auto input = in.shape(0, 4), filter = in.shape(1, 4);
    if (!input || !filter || (*filter)[0] != 1 || !groupsFit((*filter)[3], (*input)[3])) return {};
    return swept(in, kPlane, *input, std::span(*filter).subspan(1), (*filter)[3]);
}

/// The filter is [KD, KH, KW, IC per group, OC].
ShapeList conv3d(const Operands& in) {
    const auto input = in.shape(0, 5), filter = in.shape(1, 5);
    if (!input || !filter || !groupsFit((*input)[4], (*filter)[3])) return {};
    return swept(in, kVolume, *input, *filter, (*filter)[4]);
}

/// Inputs are the output's shape, the filter, the image. Seen from the output, the image is what a
/// window sweeping over it would leave.
ShapeList transposed(const Operands& in, std::span<const WindowAxis> axes,
                     std::span<const std::int64_t> window, std::int64_t inputChannels,
                     std::int64_t outputChannels) {
    const auto output = in.values(0), input = in.shape(2);
    const std::size_t rank = axes.size() + 2;
    if (!output || !input || output->size() != rank || input->size() != rank) return {};
    if (output->front() != input->front() || output->back() != outputChannels ||
        input->back() != inputChannels)
        return {};
    if (std::ranges::any_of(*output, [](std::int64_t size) { return size < 0; })) return {};
    const ShapeList seen = swept(in, axes, *output, window, inputChannels);
    if (!seen || seen->front() != *input) return {};
    return oneOutput(*output);
}

/// The filter is [OC, KH, KW, IC].
ShapeList transposeConv(const Operands& in) {
    const auto filter = in.shape(1, 4);
    if (!filter) return {};
    return transposed(in, kPlane, std::span(*filter).subspan(1), (*filter)[3], (*filter)[0]);
}

/// The filter is [KD, KH, KW, OC, IC].
ShapeList conv3dTranspose(const Operands& in) {
    const auto filter = in.shape(1, 5);
    if (!filter) return {};
    return transposed(in, kVolume, *filter, (*filter)[4], (*filter)[3]);
}

/// Elements of `image` times the filter's sizes along `axes`.
Macs perElement(const std::optional<Dims>& image, const std::optional<Dims>& filter,
                std::initializer_list<std::size_t> axes) {
    if (!image || !filter) return 0;
    Macs macs = product(*image);
    for (const std::size_t axis : axes) macs = product({macs, (*filter)[axis]});
    return macs;
}

Macs conv2dMacs(const Operands& in) {
    return perElement(in.outputShape(0), in.shape(1, 4), {1, 2, 3});
}
Macs depthwiseMacs(const Operands& in) {
    return perElement(in.outputShape(0), in.shape(1, 4), {1, 2});
}
Macs conv3dMacs(const Operands& in) {
    return perElement(in.outputShape(0), in.shape(1, 5), {0, 1, 2, 3});
}
Macs transposeConvMacs(const Operands& in) {
    return perElement(in.shape(2), in.shape(1, 4), {0, 1, 2});
}
Macs conv3dTransposeMacs(const Operands& in) {
    return perElement(in.shape(2), in.shape(1, 5), {0, 1, 2, 3});
}

using enum BuiltinOperator;
constexpr auto kConvolution = OperatorFamily::Convolution;

constexpr auto kRules = std::to_array<OperatorRule>({
    {Conv2d, kConvolution, conv2d, conv2dMacs},
    {Conv3d, kConvolution, conv3d, conv3dMacs},
    {Conv3dTranspose, kConvolution, conv3dTranspose, conv3dTransposeMacs},
    {DepthwiseConv2d, kConvolution, depthwiseConv2d, depthwiseMacs},
    {StablehloConvolution, kConvolution},  // no rule: any order of dimensions, windows and groups
    {TransposeConv, kConvolution, transposeConv, transposeConvMacs},
});

}  // namespace

std::span<const OperatorRule> convolutionRules() { return kRules; }

}  // namespace thimble::ops
