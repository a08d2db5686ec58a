// PAD, PADV2, MIRROR_PAD. Sources: TFLM micro/kernels/{pad,pad_common,mirror_pad}.cc,
// cmsis_nn/pad.cc, whose int8 kernel asks for nothing more.

#include <array>
#include <limits>
#include <string>

#include "core/tflm/kernels/common.h"
#include "core/tflm/kernels/families.h"
#include "core/tflm/kernels/movement_checks.h"
#include "core/tflm/kernels/operand_checks.h"

namespace thimble::tflm {

namespace {

using enum TensorType;

/// Every dimension grows by what the paddings, two per dimension, say.
bool requirePaddedShape(KernelCall& call, const Tensor& input, const Tensor& paddings,
                        const Tensor& output) {
    const std::size_t rank = output.shape.size();
    if (KernelCall::elements(paddings) != static_cast<std::int64_t>(2 * rank))
        return call.refuse("paddings that do not suit its output",
                           "TFLite Micro wants two for each dimension");
    if (input.shape.size() != rank)
        return call.refuse("an output of another number of dimensions than its input",
                           "TFLite Micro would read past the shorter shape");
    const auto amounts = requireSteering(call, paddings, "paddings", 2 * rank);
    if (!amounts) return false;
    for (std::size_t i = 0; i < rank; ++i) {
        const std::int64_t grown =
            std::int64_t{input.shape[i]} + (*amounts)[2 * i] + (*amounts)[2 * i + 1];
        if (output.shape[i] != grown)
            return call.refuse(
                "output dimension " + std::to_string(i) + " of size " +
                    std::to_string(output.shape[i]),
                "input and paddings (read as INT32) make it " + std::to_string(grown));
    }
    return true;
}

/// The value to pad with is stored as it is written into the output, and so in the output's scale.
bool requirePaddingValue(KernelCall& call, const Tensor* value, const Tensor& output) {
    using Limits = std::numeric_limits<std::int8_t>;
    if (output.type != Int8) return true;
    const std::int32_t zero = zeroPointOf(output);
    if (!value)
        return (zero >= Limits::min() && zero <= Limits::max()) ||
               call.refuse("INT8 zero point " + std::to_string(zero), "it pads with it");
    return (zero == zeroPointOf(*value) && scaleOf(output) == scaleOf(*value)) ||
           call.refuse("an INT8 padding value of another scale or zero point than the output",
                       "TFLite Micro does not rescale it");
}

/// PAD and PADV2 are one kernel: the value to pad with is the third input of either.
void pad(KernelCall& call) {
    call.init(56);  // OpData with PadParams
    if (!requireOneOptional(call, 3)) return;
    tempOperands(call, call.inputCount());
    if (!requireOperands(call, 2)) return;
    const Tensor &input = *call.input(0), &paddings = *call.input(1), &output = *call.output(0);
    const Tensor* value = call.input(2);
    if (!requireSameType(call, input, output) || !requireRankAtMost(call, input, 5)) return;
    if (value && !requireSameType(call, input, *value)) return;
    if (value && KernelCall::elements(*value) != 1) {
        call.refuse(std::to_string(KernelCall::elements(*value)) + " values to pad with",
                    "it takes one");
        return;
    }
    if (!requirePaddedShape(call, input, paddings, output) ||
        !requirePaddingValue(call, value, output))
        return;
    call.enter(Phase::Invoke);
    requireType(call, input, "input", {Float32, Int8, Int16, Int32});
}

void mirrorPad(KernelCall& call) {
    call.parse(call.sized(1, 4), call.sized(1, 4));  // TfLiteMirrorPaddingParams, an enum
    call.init(20);                                   // OpDataMirrorPad
    tempOperands(call, 2);
    if (!requireOperands(call, 2)) return;
    const Tensor &input = *call.input(0), &paddings = *call.input(1);
    if (!requireRank(call, paddings, "paddings", 2)) return;
    if (KernelCall::dim(paddings, 0) != std::ssize(input.shape)) {
        call.refuse("paddings that do not suit its input",
                    "TFLite Micro wants a row for each dimension");
        return;
    }
    call.scratch(int32Bytes(std::ssize(input.shape)));  // elements per step of the output
    call.scratch(int32Bytes(std::ssize(input.shape)));  // and of the input
    call.enter(Phase::Invoke);
    requireType(call, *call.output(0), "output", {Float32, Int8});
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::MirrorPad, {}, "AddMirrorPad", mirrorPad},
    KernelEntry{BuiltinOperator::Pad, {}, "AddPad", pad},
    KernelEntry{BuiltinOperator::Padv2, {}, "AddPadV2", pad},
};

}  // namespace

std::span<const KernelEntry> paddingKernels() { return kKernels; }

}  // namespace thimble::tflm
