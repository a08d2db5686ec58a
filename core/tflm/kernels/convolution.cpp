// CONV_2D, DEPTHWISE_CONV_2D.
// Sources: TFLM micro/kernels/{conv,conv_common,depthwise_conv,depthwise_conv_common}.cc,
// cmsis_nn/{conv,depthwise_conv}.cc.

#include <algorithm>
#include <array>
#include <string>

#include "core/tflm/kernels/cmsis_scratch.h"
#include "core/tflm/kernels/common.h"
#include "core/tflm/kernels/families.h"
#include "core/tflm/kernels/fully_connected.h"
#include "core/tflm/kernels/operand_checks.h"

namespace thimble::tflm {

namespace {

using enum TensorType;

bool isQuantizedInput(const Tensor& input) { return input.type == Int8 || input.type == Int16; }

/// Options, which have one size in both layouts, and OpDataConv, to which CMSIS-NN adds an int.
void requestStructs(KernelCall& call) {
    call.parse(28, 4);
    call.init(call.target.isCmsis() ? call.sized(60, 80) : call.sized(56, 72));
}

/// Input, filter and perhaps a bias; all of four dimensions, of which TFLM reads every one.
bool requireConvolutionOperands(KernelCall& call) {
    return requireOneOptional(call, 3) && requireOperands(call, 2) &&
           requireRankAtLeast(call, *call.input(0), "input", 4) &&
           requireRankAtLeast(call, *call.input(1), "filter", 4) &&
           requireRankAtLeast(call, *call.output(0), "output", 4);
}

/// CMSIS-NN has 16-bit activations without zero points only.
bool requireSymmetricInt16(KernelCall& call, const Tensor& input, const Tensor& output) {
    return input.type != Int16 ||
           (requireZeroPoint(call, input, 0) && requireZeroPoint(call, output, 0));
}

/// Multiplier and shift of each output channel.
void requestMultipliers(KernelCall& call, std::int64_t channels) {
    call.persistent(int32Bytes(channels));
    call.persistent(int32Bytes(channels));
}

/// What the scratch formulas look at. `filterChannels` is where CMSIS-NN's two kinds differ.
cmsis::Convolution cmsisConvolution(const KernelCall& call, std::int64_t batches,
                                    std::int64_t filterChannels, std::int64_t outputChannels) {
    const Tensor& input = *call.input(0);
    const Tensor& filter = *call.input(1);
    const Tensor& output = *call.output(0);
    const Window window = windowOf(call.op.options);
    const HeightWidth filterSize{KernelCall::dim(filter, 1), KernelCall::dim(filter, 2)};
    return {
        window.stride,
        windowPadding(window, input, filterSize),
        window.dilation,
        {batches, KernelCall::dim(input, 1), KernelCall::dim(input, 2), KernelCall::dim(input, 3)},
        {1, filterSize.height, filterSize.width, filterChannels},
        {batches, KernelCall::dim(output, 1), KernelCall::dim(output, 2), outputChannels}};
}

void requestScratchIfAny(KernelCall& call, Bytes bytes) {
    if (bytes > 0) call.scratch(bytes);
}

/// Input channels split into groups of as many as the filter has, to each its output channels.
bool requireGroups(KernelCall& call) {
    const std::int64_t inputChannels = KernelCall::dim(*call.input(0), 3);
    const std::int64_t groupChannels = KernelCall::dim(*call.input(1), 3);
    const std::int64_t outputChannels =
        std::min(KernelCall::dim(*call.input(1), 0), KernelCall::dim(*call.output(0), 3));
    if (groupChannels >= 1 && groupChannels <= inputChannels &&
        inputChannels / groupChannels <= outputChannels)
        return true;
    return call.refuse(std::to_string(inputChannels) + " input channels, a filter of " +
                           std::to_string(groupChannels) + " and " +
                           std::to_string(outputChannels) + " output channels",
                       "TFLite Micro divides by a number of groups that is zero");
}

bool acceptsConv2d(KernelCall& call) {
    if (!requireKnownBiasOption(call) || !requireConvolutionOperands(call)) return false;
    const Tensor& input = *call.input(0);
    const Tensor& filter = *call.input(1);
    const Tensor& output = *call.output(0);
    if (!requireSameType(call, input, output) || !requireWeightType(call, input, filter))
        return false;
    return !isQuantizedInput(input) ||
           requireConvolutionQuantization(call, input, filter, output, KernelCall::dim(filter, 0),
                                          fusedActivation(call, "Conv2DOptions"));
}

/// Input and filter channels give whole groups, and batches agree.
bool acceptsConv2dShapes(KernelCall& call) {
    const Tensor& input = *call.input(0);
    const Tensor& filter = *call.input(1);
    const Tensor& output = *call.output(0);
    if (!requireRank(call, input, "input", 4) || !requireRank(call, filter, "filter", 4) ||
        !requireRank(call, output, "output", 4))
        return false;
    if (input.shape[0] != output.shape[0])
        return call.refuse("different batches in input and output", "CMSIS-NN wants them equal");
    if (filter.shape[3] <= 0 || input.shape[3] % filter.shape[3] != 0)
        return call.refuse(std::to_string(input.shape[3]) + " input channels for " +
                               std::to_string(filter.shape[3]) + " of the filter",
                           "CMSIS-NN wants a multiple");
    return true;
}

void conv2dReference(KernelCall& call) {
    const Tensor& filter = *call.input(1);
    call.tempOutput(0);
    call.tempInput(0);
    call.tempInput(1);
    requestMultipliers(call, KernelCall::dim(filter, 0));
    tempOperands(call, 3);
    if (filter.type == Int4) call.scratch(KernelCall::elements(filter));  // unpacked
}

void conv2dCmsis(KernelCall& call) {
    const Tensor& input = *call.input(0);
    const Tensor& filter = *call.input(1);
    call.tempInput(0);
    call.tempInput(1);
    call.tempOutput(0);
    // TFLM looks for the bias among the outputs here and never finds it.
    call.tempOutput(2);
    if (!acceptsConv2dShapes(call) || !requireSymmetricInt16(call, input, *call.output(0))) return;
    if (isQuantizedInput(input)) requestMultipliers(call, filter.shape[0]);
    tempOperands(call, 3);

    const cmsis::Convolution shapes = cmsisConvolution(call, input.shape[0], filter.shape[3],
                                                       KernelCall::dim(*call.output(0), 3));
    if (input.type == Int8)
        requestScratchIfAny(call, cmsis::convolveS8(call.target.kernels, shapes));
    if (input.type == Int16)
        requestScratchIfAny(call, cmsis::convolveS16(call.target.kernels, shapes));
}

void conv2d(KernelCall& call) {
    requestStructs(call);
    if (!acceptsConv2d(call)) return;
    if (call.target.isCmsis())
        conv2dCmsis(call);
    else
        conv2dReference(call);
    call.enter(Phase::Invoke);
    const Tensor* bias = call.input(2);
    if (call.input(0)->type != Int16 || !bias || requireType(call, *bias, "bias", {Int32, Int64}))
        requireGroups(call);
}

/// The reference kernel prepares input and weights of any one type.
bool preparesInVain(const KernelCall& call) {
    const TensorType type = call.input(0)->type;
    return !call.target.isCmsis() && type == call.input(1)->type && type != Float32 && type != Int8;
}

bool acceptsDepthwise(KernelCall& call) {
    if (!requireConvolutionOperands(call)) return false;
    const Tensor& input = *call.input(0);
    const Tensor& filter = *call.input(1);
    if (call.inputCount() == 3 && !call.input(2))
        return call.refuse("its bias left out", "TFLite Micro follows a null pointer");
    if (preparesInVain(call))
        return requireVainQuantization(call, input, filter, call.input(2), *call.output(0),
                                       fusedActivation(call, "DepthwiseConv2DOptions"));
    if (!requireWeightType(call, input, filter)) return false;
    return !isQuantizedInput(input) ||
           requireConvolutionQuantization(call, input, filter, *call.output(0),
                                          KernelCall::dim(filter, 3),
                                          fusedActivation(call, "DepthwiseConv2DOptions"));
}

void depthwiseReference(KernelCall& call) {
    const Tensor& filter = *call.input(1);
    call.tempOutput(0);
    call.tempInput(0);
    call.tempInput(1);
    requestMultipliers(call, KernelCall::dim(filter, 3));
    if (filter.type == Int4) call.scratch(KernelCall::elements(filter));  // unpacked
    tempOperands(call, 3);
}

void depthwiseCmsis(KernelCall& call) {
    const Tensor& input = *call.input(0);
    const Tensor& filter = *call.input(1);
    const Tensor& output = *call.output(0);
    tempOperands(call, 2);
    if (!requireSameType(call, input, output) || !requireSymmetricInt16(call, input, output))
        return;
    if (isQuantizedInput(input)) requestMultipliers(call, KernelCall::dim(filter, 3));
    tempOperands(call, 3);
    if (input.type != Int8) return;

    // TFLM leaves the stride out here, which only Mve's rule for a single row would look at.
    const std::int64_t channels = std::min(KernelCall::dim(output, 3), KernelCall::dim(filter, 3));
    const cmsis::Convolution shapes = cmsisConvolution(
        call, std::min(KernelCall::dim(input, 0), KernelCall::dim(output, 0)), channels, channels);
    requestScratchIfAny(call, filter.type == Int4
                                  ? cmsis::depthwiseS4(call.target.kernels, shapes)
                                  : cmsis::depthwiseS8(call.target.kernels, shapes));
}

void depthwiseConv2d(KernelCall& call) {
    requestStructs(call);
    if (!acceptsDepthwise(call)) return;
    if (call.target.isCmsis())
        depthwiseCmsis(call);
    else
        depthwiseReference(call);
    call.enter(Phase::Invoke);
    if (preparesInVain(call)) (void)requireWeightType(call, *call.input(0), *call.input(1));
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::Conv2d, {}, "AddConv2D", conv2d},
    KernelEntry{BuiltinOperator::DepthwiseConv2d, {}, "AddDepthwiseConv2D", depthwiseConv2d},
};

}  // namespace

std::span<const KernelEntry> convolutionKernels() { return kKernels; }

}  // namespace thimble::tflm
