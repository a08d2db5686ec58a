// ADD, SUB, MUL, DIV, ADD_N, MAXIMUM, MINIMUM, SQUARED_DIFFERENCE, FLOOR_DIV, FLOOR_MOD.
// Sources: TFLM micro/kernels/{add,sub,mul}_common.cc, {add,sub,mul,div,add_n,maximum_minimum,
// squared_difference,floor_div,floor_mod}.cc and cmsis_nn/{add,mul,maximum_minimum}.cc. No struct
// of these kernels differs between the layouts or with CMSIS-NN; only the options do.

#include <array>
#include <cstring>

#include "core/tflm/kernels/families.h"
#include "core/tflm/kernels/operand_checks.h"

namespace thimble::tflm {

namespace {

using enum TensorType;

bool isQuantizedType(const Tensor& tensor) { return tensor.type == Int8 || tensor.type == Int16; }

bool requireUnquantized(KernelCall& call, const Tensor& tensor) {
    if (!KernelCall::hasAffineQuantization(tensor)) return true;
    return call.refuse("quantized INT32 operands", "TFLite Micro has it for plain integers only");
}

bool requireInt8ZeroPoint(KernelCall& call, const Tensor& tensor) {
    const std::int32_t zeroPoint = zeroPointOf(tensor);
    if (zeroPoint >= -128 && zeroPoint <= 127) return true;
    return call.refuse("INT8 zero point " + std::to_string(zeroPoint),
                       "TFLite Micro wants it between -128 and 127");
}

/// What ADD and SUB share once their operands are there. ADD computes its multipliers in double,
/// SUB in float.
template <typename Real>
void checkSum(KernelCall& call, std::string_view optionsType) {
    const Tensor &left = *call.input(0), &right = *call.input(1), &output = *call.output(0);
    if (isQuantizedType(output) &&
        !(requireSumScales<Real>(call, left, right, output, output.type == Int16 ? 15 : 20) &&
          requireActivationRange(call, output, fusedActivation(call, optionsType))))
        return;
    if (output.type == Int32 &&
        !(requireUnquantized(call, left) && requireUnquantized(call, right)))
        return;
    call.enter(Phase::Invoke);
    if (!requireType(call, output, "output", {Float32, Int32, Int16, Int8})) return;
    const bool broadcasts =
        isQuantizedType(output) ? !sameShapeExtended(left, right) : left.shape != right.shape;
    if (!broadcasts) requireSameElements(call, left, output);
}

void add(KernelCall& call) {
    call.parse(call.sized(2, 8), call.sized(1, 4));  // TfLiteAddParams
    call.init(60);                                   // OpDataAdd
    tempOperands(call, 2);
    if (!requireOperands(call, 2)) return;
    const Tensor &left = *call.input(0), &right = *call.input(1), &output = *call.output(0);

    if (call.target.isCmsis()) {
        if (!requireSameType(call, left, output) ||
            !requireType(call, left, "input", {Float32, Int32, Int16, Int8}) ||
            !requireSameType(call, left, right))
            return;
        if (left.type == Int16 &&
            !(requireZeroPoint(call, left, 0) && requireZeroPoint(call, right, 0) &&
              requireZeroPoint(call, output, 0)))
            return;
    }
    checkSum<double>(call, "AddOptions");
}

void sub(KernelCall& call) {
    call.parse(call.sized(2, 8), call.sized(1, 4));  // TfLiteSubParams
    call.init(52);                                   // OpDataSub
    tempOperands(call, 2);
    if (!requireOperands(call, 2)) return;
    if (call.output(0)->type == Int32 && !requireUnquantized(call, *call.output(0))) return;
    checkSum<float>(call, "SubOptions");
}

void mul(KernelCall& call) {
    call.parse(call.sized(1, 4), call.sized(1, 4));  // TfLiteMulParams
    call.init(36);                                   // OpDataMul
    tempOperands(call, 2);
    if (!requireExactly(call, 2)) return;
    const Tensor &left = *call.input(0), &right = *call.input(1), &output = *call.output(0);

    if (!requireSameType(call, left, right)) return;
    if (isQuantizedType(output)) {
        if (!requireActivationRange(call, output, fusedActivation(call, "MulOptions"))) return;
        if (left.type == Int16 &&
            !(requireZeroPoint(call, left, 0) && requireZeroPoint(call, right, 0) &&
              requireZeroPoint(call, output, 0)))
            return;
    }
    call.enter(Phase::Invoke);
    if (!requireType(call, left, "input", {Float32, Int32, Int16, Int8})) return;
    if (isQuantizedType(left) && sameShapeExtended(left, right))
        requireSameElements(call, left, output);
}

void div(KernelCall& call) {
    call.parse(call.sized(1, 4), call.sized(1, 4));  // TfLiteDivParams
    call.init(28);                                   // OpDataDiv
    tempOperands(call, 2);
    if (!requireOperands(call, 2)) return;
    const Tensor &left = *call.input(0), &right = *call.input(1), &output = *call.output(0);

    if (!requireSameType(call, left, right) || !requireSameType(call, left, output)) return;
    if (output.type == Int8 &&
        !requireActivationRange(call, output, fusedActivation(call, "DivOptions")))
        return;
    if (output.type == Int32 &&
        !(requireUnquantized(call, left) && requireUnquantized(call, right)))
        return;
    call.enter(Phase::Invoke);
    if (!requireType(call, output, "output", {Float32, Int32, Int8})) return;
    if (sameShapeExtended(left, right)) requireSameElements(call, left, output);
}

/// Its scratch buffer is an array of pointers to the inputs.
void addN(KernelCall& call) {
    if (call.inputCount() < 2) {
        call.refuse("fewer than 2 inputs", "there is nothing to add");
        return;
    }
    if (!requireExactly(call, call.inputCount())) return;
    const Tensor &first = *call.input(0), &output = *call.output(0);

    call.tempInput(0);
    call.tempOutput(0);
    if (!requireSameType(call, first, output)) return;
    for (std::size_t i = 1; i < call.inputCount(); ++i) {
        call.tempInput(i);
        const Tensor& input = *call.input(i);
        if (!requireSameShape(call, first, input) || !requireSameType(call, first, input)) return;
        if (first.type == Int8 &&
            (zeroPointOf(input) != zeroPointOf(first) || scaleOf(input) != scaleOf(first))) {
            call.refuse("inputs of different scales or zero points",
                        "TFLite Micro wants them equal");
            return;
        }
    }
    if (!requireType(call, output, "output", {Float32, Int8})) return;
    if (output.type == Int8) call.persistent(40);  // OpData
    call.scratch(call.pointerBytes() * std::ssize(call.op.inputs));
    if (output.type == Int8) requireSumScales<double>(call, first, first, output, 20);
}

/// MAXIMUM and MINIMUM have no Prepare.
void extremum(KernelCall& call) {
    call.enter(Phase::Invoke);
    if (!requireOperands(call, 2)) return;
    const Tensor &left = *call.input(0), &right = *call.input(1), &output = *call.output(0);
    const bool cmsis = call.target.isCmsis();

    if (cmsis && !(requireRankAtMost(call, left, 4) && requireRankAtMost(call, right, 4) &&
                   requireRankAtMost(call, output, 4)))
        return;
    if (!requireType(call, output, "output", {Float32, Int8, Int16, Int32, Int64})) return;
    const bool ownKernel = cmsis && output.type == Int8;
    if (!ownKernel && left.shape == right.shape) requireSameElements(call, left, output);
}

void squaredDifference(KernelCall& call) {
    call.init(112);  // OpData: ArithmeticParams and a flag
    tempOperands(call, 2);
    if (!requireExactly(call, 2)) return;
    const Tensor &left = *call.input(0), &right = *call.input(1), &output = *call.output(0);

    if (!requireSameType(call, left, right)) return;
    for (const Tensor* tensor : {&left, &right, &output}) {
        if (left.type == Int8 && !requireInt8ZeroPoint(call, *tensor)) return;
        if (left.type == Int16 && !requireZeroPoint(call, *tensor, 0)) return;
    }
    if (isQuantizedType(left)) {
        const double twiceLarger = 2.0 * std::max(scaleOf(left), scaleOf(right));
        if (!requireFraction(call, scaleOf(left) / twiceLarger) ||
            !requireFraction(call, scaleOf(right) / twiceLarger))
            return;
    }
    call.enter(Phase::Invoke);
    requireType(call, output, "output", {Float32, Int32, Int8, Int16});
}

bool requireFloatOperands(KernelCall& call) {
    tempOperands(call, 2);
    if (!requireExactly(call, 2) || !requireSameType(call, *call.input(0), *call.input(1)) ||
        !requireSameType(call, *call.input(0), *call.output(0)))
        return false;
    call.enter(Phase::Invoke);
    return requireType(call, *call.input(0), "input", {Float32});
}

void floorMod(KernelCall& call) { requireFloatOperands(call); }

void floorDiv(KernelCall& call) {
    if (!requireFloatOperands(call)) return;
    const Tensor& divisor = *call.input(1);
    const std::span<const std::byte> divisors =
        call.data(divisor, static_cast<std::size_t>(KernelCall::bytes(divisor)));
    for (std::size_t at = 0; at + sizeof(float) <= divisors.size(); at += sizeof(float)) {
        float value = 0.0F;
        std::memcpy(&value, &divisors[at], sizeof value);
        if (value == 0.0F) {
            call.refuse("a constant divisor of zero", "TFLite Micro stops");
            return;
        }
    }
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::Add, {}, "AddAdd", add},
    KernelEntry{BuiltinOperator::Sub, {}, "AddSub", sub},
    KernelEntry{BuiltinOperator::Mul, {}, "AddMul", mul},
    KernelEntry{BuiltinOperator::Div, {}, "AddDiv", div},
    KernelEntry{BuiltinOperator::AddN, {}, "AddAddN", addN},
    KernelEntry{BuiltinOperator::Maximum, {}, "AddMaximum", extremum},
    KernelEntry{BuiltinOperator::Minimum, {}, "AddMinimum", extremum},
    KernelEntry{BuiltinOperator::SquaredDifference, {}, "AddSquaredDifference", squaredDifference},
    KernelEntry{BuiltinOperator::FloorDiv, {}, "AddFloorDiv", floorDiv},
    KernelEntry{BuiltinOperator::FloorMod, {}, "AddFloorMod", floorMod},
};

}  // namespace

std::span<const KernelEntry> arithmeticKernels() { return kKernels; }

}  // namespace thimble::tflm
