#include <fmt/format.h>

#include <array>

#include "core/interp/kernels/contraction.h"
#include "core/interp/kernels/families.h"
#include "core/interp/operator_call.h"
#include "core/model/names.h"

namespace thimble::interp {

namespace {

/// The schema's Padding.
constexpr std::int64_t kSame = 0;
constexpr std::int64_t kValid = 1;

/// Everything but how the weights lie.
Result<Window> windowOf(const OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(2));
    const auto& in = call.input(0).shape;
    const auto& filter = call.input(1).shape;
    const auto& out = call.output().shape;
    if (in.size() != 4 || filter.size() != 4 || out.size() != 4)
        return call.fail("input, filter and output must have four dimensions");
    Window w{.batches = in[0],
             .inHeight = in[1],
             .inWidth = in[2],
             .inDepth = in[3],
             .outHeight = out[1],
             .outWidth = out[2],
             .outDepth = out[3],
             .height = filter[1],
             .width = filter[2]};
    THIMBLE_CHECK(readWindowOptions(call, w));
    const std::int64_t padding = call.option("padding");
    if (padding != kSame && padding != kValid)
        return call.fail(fmt::format("padding {} is neither SAME nor VALID", padding));
    w.padTop = paddingBefore(w.inHeight, w.height, w.outHeight, w.strideHeight, w.dilationHeight);
    w.padLeft = paddingBefore(w.inWidth, w.width, w.outWidth, w.strideWidth, w.dilationWidth);
    if (out[0] != in[0]) return call.fail("input and output have different batches");
    return w;
}

tl::unexpected<Error> failChannels(const OperatorCall& call) {
    return call.fail(fmt::format("a filter of shape {} does not fit input {} and output {}",
                                 shapeText(call.input(1).shape), shapeText(call.input(0).shape),
                                 shapeText(call.output().shape)));
}

}  // namespace

/// Filter [C out, H, W, C in / groups].
Result<Contraction> convolutionSum(const OperatorCall& call) {
    THIMBLE_TRY(Window w, windowOf(call));
    const auto& filter = call.input(1).shape;
    if (filter[0] != w.outDepth || filter[3] < 1 || w.inDepth < 1 || w.inDepth % filter[3] != 0)
        return failChannels(call);
    const std::int64_t groups = w.inDepth / filter[3];
    if (w.outDepth < 1 || w.outDepth % groups != 0) return failChannels(call);
    w.depth = filter[3];
    w.outPerGroup = w.outDepth / groups;
    w.weightsPerColumn = w.depth;
    w.weightsPerRow = w.width * w.weightsPerColumn;
    w.weightsPerOutput = w.height * w.weightsPerRow;
    // 16-bit convolutions add no zero points: TFLM's kernels take them for zero.
    const bool usesZeros = call.input(0).type != TensorType::Int16;
    return Contraction{.window = w, .usesZeros = usesZeros};
}

/// Filter [1, H, W, C out]; `multiplier` output channels see each input channel.
Result<Contraction> depthwiseSum(const OperatorCall& call) {
    THIMBLE_TRY(Window w, windowOf(call));
    const auto& filter = call.input(1).shape;
    if (filter[0] != 1 || filter[3] != w.outDepth || w.inDepth < 1 || w.outDepth < 1 ||
        w.outDepth % w.inDepth != 0)
        return failChannels(call);
    w.depth = 1;
    w.outPerGroup = w.outDepth / w.inDepth;
    w.weightsPerOutput = 1;
    w.weightsPerColumn = w.outDepth;
    w.weightsPerRow = w.width * w.weightsPerColumn;
    const bool usesZeros = call.input(0).type != TensorType::Int16;
    return Contraction{.window = w, .usesZeros = usesZeros};
}

namespace {

Result<Step> prepareConv(OperatorCall& call) {
    THIMBLE_TRY(const Contraction sum, convolutionSum(call));
    return prepareContraction(call, sum);
}

Result<Step> prepareDepthwise(OperatorCall& call) {
    THIMBLE_TRY(const Contraction sum, depthwiseSum(call));
    return prepareContraction(call, sum);
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::Conv2d, prepareConv},
    KernelEntry{BuiltinOperator::DepthwiseConv2d, prepareDepthwise},
};

}  // namespace

std::span<const KernelEntry> convolutionKernels() { return kKernels; }

}  // namespace thimble::interp
