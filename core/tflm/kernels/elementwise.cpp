// ABS, RSQRT, SIN, COS, LOG, SQRT, SQUARE, LOGICAL_NOT, NEG, FLOOR, CEIL, ROUND, EXP, ZEROS_LIKE.
// Sources: TFLM micro/kernels/{elementwise,neg,floor,ceil,round,exp,zeros_like}.cc. CMSIS-NN has
// none of these kernels.

#include <array>

#include "core/tflm/kernels/families.h"
#include "core/tflm/kernels/operand_checks.h"

namespace thimble::tflm {

namespace {

using enum TensorType;

bool requireAffine(KernelCall& call, const Tensor& tensor, std::string_view operand) {
    if (KernelCall::hasAffineQuantization(tensor)) return true;
    return call.refuse(std::string(operand) + " without scale and zero point",
                       "TFLite Micro needs both");
}

/// ABS and RSQRT are the only two that also run quantized.
void absOrRsqrt(KernelCall& call) {
    call.init(28);  // OpDataAbsRsqrt: TfLiteQuantizationType is an int also with short enums
    tempOperands(call, 1);
    if (!requireExactly(call, 1)) return;
    const Tensor &input = *call.input(0), &output = *call.output(0);
    // RSQRT's Prepare means to exclude INT16, but tests a function's type instead of calling it.
    if (!requireSameType(call, input, output) ||
        !requireType(call, input, "input", {Float32, Int8, Int16}))
        return;
    const bool quantized =
        input.type == Int8 || (input.type == Int16 && KernelCall::hasAffineQuantization(input));
    if (!quantized) return;
    if (!requireAffine(call, input, "an input") || !requireAffine(call, output, "an output"))
        return;
    if (input.type == Int16)
        if (requireZeroPoint(call, input, 0)) requireZeroPoint(call, output, 0);
}

/// SIN, COS, LOG, SQRT and SQUARE of float, LOGICAL_NOT of bool.
template <TensorType kType>
void pointwise(KernelCall& call) {
    tempOperands(call, 1);
    if (!requireExactly(call, 1) || !requireSameType(call, *call.input(0), *call.output(0))) return;
    requireType(call, *call.input(0), "input", {kType});
}

/// NEG and FLOOR have no Prepare.
void unprepared(KernelCall& call) {
    call.enter(Phase::Invoke);
    if (requireOperands(call, 1)) requireType(call, *call.input(0), "input", {Float32});
}

/// CEIL, ROUND and EXP insist on equal shapes.
void shapeKeeping(KernelCall& call) {
    tempOperands(call, 1);
    if (!requireExactly(call, 1)) return;
    const Tensor &input = *call.input(0), &output = *call.output(0);
    if (!requireType(call, input, "input", {Float32}) || !requireSameType(call, input, output))
        return;
    requireSameShape(call, input, output);
}

void zerosLike(KernelCall& call) {
    tempOperands(call, 1);
    if (!requireExactly(call, 1)) return;
    call.enter(Phase::Invoke);
    requireType(call, *call.input(0), "input", {Int64, Int32, Int8, Float32});
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::Abs, {}, "AddAbs", absOrRsqrt},
    KernelEntry{BuiltinOperator::Rsqrt, {}, "AddRsqrt", absOrRsqrt},
    KernelEntry{BuiltinOperator::Sin, {}, "AddSin", pointwise<Float32>},
    KernelEntry{BuiltinOperator::Cos, {}, "AddCos", pointwise<Float32>},
    KernelEntry{BuiltinOperator::Log, {}, "AddLog", pointwise<Float32>},
    KernelEntry{BuiltinOperator::Sqrt, {}, "AddSqrt", pointwise<Float32>},
    KernelEntry{BuiltinOperator::Square, {}, "AddSquare", pointwise<Float32>},
    KernelEntry{BuiltinOperator::LogicalNot, {}, "AddLogicalNot", pointwise<Bool>},
    KernelEntry{BuiltinOperator::Neg, {}, "AddNeg", unprepared},
    KernelEntry{BuiltinOperator::Floor, {}, "AddFloor", unprepared},
    KernelEntry{BuiltinOperator::Ceil, {}, "AddCeil", shapeKeeping},
    KernelEntry{BuiltinOperator::Round, {}, "AddRound", shapeKeeping},
    KernelEntry{BuiltinOperator::Exp, {}, "AddExp", shapeKeeping},
    KernelEntry{BuiltinOperator::ZerosLike, {}, "AddZerosLike", zerosLike},
};

}  // namespace

std::span<const KernelEntry> elementwiseKernels() { return kKernels; }

}  // namespace thimble::tflm
