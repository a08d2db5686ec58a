// TRANSPOSE_CONV. Input 0, the output's shape, is not looked at.
// Sources: TFLM micro/kernels/transpose_conv.cc, cmsis_nn/transpose_conv.cc.

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

constexpr std::size_t kFilter = 1;
constexpr std::size_t kInput = 2;
constexpr std::size_t kBias = 3;

bool requireTransposeOperands(KernelCall& call) {
    if (!requireOneOptional(call, 4) || !requireInput(call, kFilter) ||
        !requireInput(call, kInput) || !requireOperands(call, 0))
        return false;
    return requireRankAtLeast(call, *call.input(kInput), "input", 4) &&
           requireRankAtLeast(call, *call.input(kFilter), "filter", 4) &&
           requireRankAtLeast(call, *call.output(0), "output", 4);
}

/// The reference kernel prepares input and weights of any one type.
bool preparesInVain(const KernelCall& call) {
    const TensorType type = call.input(kInput)->type;
    return !call.target.isCmsis() && type == call.input(kFilter)->type && type != Float32 &&
           type != Int8 && type != Int16;
}

/// What the kernels run. The reference kernel lets 16-bit weights pass, too, although it reads them
/// as 8-bit ones, and looks at the output only when it runs.
bool requireTransposeTypes(KernelCall& call) {
    const Tensor& input = *call.input(kInput);
    const Tensor& filter = *call.input(kFilter);
    if (!requireType(call, input, "input", {Float32, Int8, Int16})) return false;
    if (call.target.isCmsis() && !requireSameType(call, input, *call.output(0))) return false;
    if (input.type != Int16) return requireType(call, filter, "filter", {input.type});
    if (call.target.isCmsis() || scaleCount(filter) != 1)
        return requireType(call, filter, "filter", {Int8});
    return requireType(call, filter, "filter", {Int8, Int16});
}

bool acceptsTransposeConv(KernelCall& call) {
    if (!requireKnownBiasOption(call) || !requireTransposeOperands(call)) return false;
    const Tensor& input = *call.input(kInput);
    const Tensor& filter = *call.input(kFilter);
    if (preparesInVain(call))
        return requireVainQuantization(call, input, filter, call.input(kBias), *call.output(0),
                                       fusedActivation(call, "TransposeConvOptions"));
    if (!requireTransposeTypes(call)) return false;
    if (input.type == Float32) return true;
    if (input.type == Int16 && call.target.isCmsis() && !call.input(kBias))
        return call.refuse("INT16 input and no bias", "TFLite Micro follows a null pointer");
    // With CMSIS-NN the fused activation is dropped, so that it has no bounds to express.
    const std::int64_t activation =
        call.target.isCmsis() ? 0 : fusedActivation(call, "TransposeConvOptions");
    return requireConvolutionQuantization(call, input, filter, *call.output(0),
                                          KernelCall::dim(filter, 0), activation);
}

/// A working buffer, then one for the filter: requested even where it is empty.
void requestCmsisS8Scratch(KernelCall& call) {
    const Tensor& input = *call.input(kInput);
    const Tensor& filter = *call.input(kFilter);
    const Tensor& output = *call.output(0);
    const auto shared = [](const Tensor& a, std::size_t axisA, const Tensor& b, std::size_t axisB) {
        return std::min(KernelCall::dim(a, axisA), KernelCall::dim(b, axisB));
    };
    const std::int64_t batches = shared(input, 0, output, 0);
    const std::int64_t inputChannels = shared(input, 3, filter, 3);
    const std::int64_t outputChannels = shared(filter, 0, output, 3);
    const cmsis::Convolution shapes{
        windowOf(call.op.options).stride,
        {},
        {},
        {batches, KernelCall::dim(input, 1), KernelCall::dim(input, 2), inputChannels},
        {outputChannels, KernelCall::dim(filter, 1), KernelCall::dim(filter, 2), inputChannels},
        {batches, KernelCall::dim(output, 1), KernelCall::dim(output, 2), outputChannels}};
    call.scratch(cmsis::transposeConvS8(call.target.kernels, shapes));
    call.scratch(cmsis::transposeConvReversedFilterS8(shapes));
}

void transposeConv(KernelCall& call) {
    call.parse(call.sized(16, 20), 4);
    call.init(call.target.isCmsis() ? call.sized(76, 88) : call.sized(72, 80));
    if (!acceptsTransposeConv(call)) return;
    const Tensor& input = *call.input(kInput);
    const Tensor& filter = *call.input(kFilter);
    const std::int64_t outputElements = KernelCall::elements(*call.output(0));

    call.tempOutput(0);
    call.tempInput(kInput);
    call.tempInput(kFilter);
    const Bytes perChannel = int32Bytes(KernelCall::dim(filter, 0));
    call.persistent(perChannel);
    call.persistent(perChannel);

    // Sums of the whole output at full width, unless CMSIS-NN goes about it row by row.
    if (input.type == Int8) {
        if (call.target.isCmsis())
            requestCmsisS8Scratch(call);
        else
            call.scratch(product({outputElements, 4}));
    }
    if (input.type == Int16) call.scratch(product({outputElements, 8}));

    if (input.type != Float32) {
        call.tempInput(kInput);
        call.tempInput(kFilter);
        call.tempInput(kBias);
        call.tempOutput(0);
        const Tensor* bias = call.input(kBias);
        if (input.type == Int16 && bias && bias->type == Int16)
            call.scratch(product({KernelCall::elements(*bias), 8}));  // widened
    }
    call.enter(Phase::Invoke);
    if (requireSameType(call, input, *call.output(0))) (void)requireTransposeTypes(call);
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::TransposeConv, {}, "AddTransposeConv", transposeConv},
};

}  // namespace

std::span<const KernelEntry> transposeConvolutionKernels() { return kKernels; }

}  // namespace thimble::tflm
