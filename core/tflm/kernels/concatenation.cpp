// CONCATENATION, PACK, UNPACK, SPLIT, SPLIT_V: operators that put tensors together or take them
// apart. Sources: TFLM micro/kernels/{concatenation,pack,unpack,split,split_v}.cc. CMSIS-NN has
// none of these kernels.

#include <array>
#include <string>

#include "core/tflm/kernels/common.h"
#include "core/tflm/kernels/families.h"
#include "core/tflm/kernels/movement_checks.h"
#include "core/tflm/kernels/operand_checks.h"

namespace thimble::tflm {

namespace {

using enum TensorType;

/// Quantized values are copied as they are, so that all operands have to share one scale.
bool requireCommonScale(KernelCall& call, const Tensor& input, const Tensor& output) {
    switch (input.type) {
        case Int8:
            return (scaleOf(input) == scaleOf(output) &&
                    zeroPointOf(input) == zeroPointOf(output)) ||
                   call.refuse("INT8 inputs of another scale or zero point than the output",
                               "TFLite Micro copies and does not rescale");
        case Int16: return requireZeroPoint(call, input, 0) && requireZeroPoint(call, output, 0);
        default: return true;
    }
}

void concatenation(KernelCall& call) {
    constexpr std::size_t kMostInputs = 10;
    constexpr std::size_t kMostDimensions = 6;
    constexpr std::int64_t kLastActivation = 5;  // numbers of a later schema count as none
    call.parse(8, 4);                            // TfLiteConcatenationParams
    call.init(call.sized(24, 40));               // OpData, with pointers for quantized inputs
    call.tempInput(0);
    call.tempOutput(0);
    if (!requireOperands(call, 1)) return;
    const Tensor &first = *call.input(0), &output = *call.output(0);
    const std::int64_t activation = fusedActivation(call, "ConcatenationOptions");
    if (activation >= 1 && activation <= kLastActivation) {
        call.refuse("a fused activation", "TFLite Micro has it without");
        return;
    }
    if (!requireType(call, first, "input", {Float32, Int8, Int16, Int32, Int64, Bool}) ||
        !requireSameType(call, first, output))
        return;
    if (call.inputCount() > kMostInputs) {
        call.refuse(std::to_string(call.inputCount()) + " inputs",
                    "TFLite Micro joins at most " + std::to_string(kMostInputs));
        return;
    }
    for (std::size_t i = 0; i < call.inputCount(); ++i) {
        call.tempInput(i);
        if (!requireInputs(call, i + 1) || !requireSameType(call, *call.input(i), first) ||
            !requireRankAtMost(call, *call.input(i), kMostDimensions) ||
            !requireCommonScale(call, *call.input(i), output))
            return;
    }
}

/// How many tensors PACK and UNPACK walk through is an option, which nothing compares with how many
/// there are.
bool requireListed(KernelCall& call, std::int64_t wanted, std::size_t present) {
    return wanted <= static_cast<std::int64_t>(present) ||
           call.refuse(
               std::to_string(present) + " tensors where its options say " + std::to_string(wanted),
               "TFLite Micro would look for the others");
}

void pack(KernelCall& call) {
    call.parse(8, 4);  // TfLitePackParams
    const std::int64_t count = option(call, "PackOptions", "values_count");
    call.enter(Phase::Invoke);
    if (requireOperands(call, 1) && requireListed(call, count, call.inputCount()) &&
        requireInputs(call, call.inputCount()))
        requireType(call, *call.output(0), "output", {Float32, Int8, Int16, Int32, Int64});
}

void unpack(KernelCall& call) {
    call.parse(8, 4);  // TfLiteUnpackParams
    const std::int64_t count = option(call, "UnpackOptions", "num");
    call.enter(Phase::Invoke);
    if (requireOperands(call, 1) && requireListed(call, count, call.outputCount()))
        requireType(call, *call.input(0), "input", {Float32, Int32, Int16, Int8});
}

/// What SPLIT and SPLIT_V have in common: a constant axis among the input's dimensions.
void splitAlong(KernelCall& call, std::size_t axisPosition, std::size_t inputPosition) {
    call.tempInput(axisPosition);
    if (!requireInput(call, axisPosition) ||
        !requireConstant(call, *call.input(axisPosition), "axis"))
        return;
    call.enter(Phase::Invoke);
    if (!requireInput(call, inputPosition) || !requireOperands(call, 0)) return;
    const Tensor& input = *call.input(inputPosition);
    const auto axis = requireSteering(call, *call.input(axisPosition), "axis", 1);
    if (!axis) return;
    if (!axisAmong(input.shape.size(), axis->front())) {
        call.refuse("axis " + std::to_string(axis->front()),
                    "the input has " + counted(input.shape.size(), "dimension"));
        return;
    }
    requireType(call, input, "input", {Float32, Int8, Int16, Int32});
}

void split(KernelCall& call) {
    call.parse(4, 4);  // TfLiteSplitParams
    splitAlong(call, 0, 1);
}

void splitV(KernelCall& call) {
    call.parse(4, 4);  // TfLiteSplitVParams
    if (call.inputCount() != 3) {
        call.refuse(counted(call.inputCount(), "input"), "it takes 3");
        return;
    }
    splitAlong(call, 2, 0);
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::Concatenation, {}, "AddConcatenation", concatenation},
    KernelEntry{BuiltinOperator::Pack, {}, "AddPack", pack},
    KernelEntry{BuiltinOperator::Split, {}, "AddSplit", split},
    KernelEntry{BuiltinOperator::SplitV, {}, "AddSplitV", splitV},
    KernelEntry{BuiltinOperator::Unpack, {}, "AddUnpack", unpack},
};

}  // namespace

std::span<const KernelEntry> concatenationKernels() { return kKernels; }

}  // namespace thimble::tflm
