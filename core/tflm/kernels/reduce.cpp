// MEAN, SUM, REDUCE_MAX, REDUCE_MIN, REDUCE_ALL, ARG_MAX, ARG_MIN, CUMSUM, L2_NORMALIZATION.
// Sources: TFLM micro/kernels/{reduce,reduce_common,arg_min_max,cumsum,l2norm}.cc, lite/kernels/
// internal/reference/reduce.h for what halts at run time, and ParseArgMax and ParseArgMin of
// lite/core/api/flatbuffer_conversions.cc. CMSIS-NN has none of these kernels.

#include <algorithm>
#include <array>

#include "core/tflm/kernels/common.h"
#include "core/tflm/kernels/families.h"
#include "core/tflm/kernels/operand_checks.h"

namespace thimble::tflm {

namespace {

using enum TensorType;

/// Options and Init of all that reduce along axes, whose inputs are values and axes.
bool beginReduction(KernelCall& call) {
    call.parse(1, 1);  // TfLiteReducerParams
    call.init(44);     // OpDataReduce
    return requireExactly(call, 2);
}

/// TFLM's PrepareSimple: a helper that takes temporaries of its own.
bool checkAxes(KernelCall& call) {
    call.tempInput(0);
    call.tempInput(1);
    if (!requireType(call, *call.input(1), "axes", {Int32})) return false;
    if (call.input(0)->type == Int8) call.tempOutput(0);
    return true;
}

void tempInputOutputAxes(KernelCall& call) {
    call.tempInput(0);
    call.tempOutput(0);
    call.tempInput(1);
}

/// The counters over the input's dimensions, and the axes without duplicates.
void requestIterators(KernelCall& call) {
    call.scratch(int32Bytes(std::ssize(call.input(0)->shape)));
    call.scratch(int32Bytes(KernelCall::elements(*call.input(1))));
}

/// At run time each axis counts from the front or, if negative, from the back. Of axes that are
/// not constant nothing is known.
bool requireAxesInRange(KernelCall& call) {
    const std::int64_t rank = std::ssize(call.input(0)->shape);
    if (rank == 0) return true;
    for (const std::int32_t axis : call.int32Values(*call.input(1)))
        if (axis < -rank || axis >= rank) {
            return call.refuse(
                "axis " + std::to_string(axis),
                "its input has " + counted(static_cast<std::size_t>(rank), "dimension"));
        }
    return true;
}

/// As requireAxesInRange, where TFLM leaves an empty input alone.
void requireAxesInRangeUnlessEmpty(KernelCall& call) {
    const std::vector<std::int32_t>& shape = call.input(0)->shape;
    if (std::find(shape.begin(), shape.end(), 0) == shape.end()) requireAxesInRange(call);
}

/// MEAN and SUM; true when the operator is fine until it runs, and its input's type too.
bool prepareSum(KernelCall& call) {
    if (!beginReduction(call)) return false;
    tempInputOutputAxes(call);
    const Tensor& input = *call.input(0);
    if (input.type == Int8 || input.type == Int16)
        call.scratch(int32Bytes(KernelCall::elements(*call.output(0))));  // the accumulators
    requestIterators(call);
    if (!checkAxes(call)) return false;
    call.enter(Phase::Invoke);
    return requireType(call, input, "input", {Float32, Int8, Int16});
}

/// The float kernel for [N, H, W, C] along H and W that keeps both as 1.
void checkSpatialMean(KernelCall& call) {
    const std::vector<std::int32_t>& shape = call.output(0)->shape;
    const auto sizeOf = [&shape](std::size_t axis) {  // as if filled up to four dimensions
        const std::size_t missing = 4 - shape.size();
        return axis < missing ? 1 : shape[axis - missing];
    };
    if (shape.size() > 4 || sizeOf(1) != 1 || sizeOf(2) != 1)
        call.refuse("an output of another height and width than 1",
                    "TFLite Micro halts where it averages over both");
}

void mean(KernelCall& call) {
    if (!prepareSum(call) || call.input(0)->type != Float32) return;
    const std::vector<std::int32_t> axes = call.int32Values(*call.input(1));
    const std::vector<std::int32_t> heightWidth = {1, 2}, widthHeight = {2, 1};
    if (call.op.options.flag("keep_dims") && call.input(0)->shape.size() == 4 &&
        (axes == heightWidth || axes == widthHeight))
        return checkSpatialMean(call);
    requireAxesInRange(call);
}

void sum(KernelCall& call) {
    if (!prepareSum(call) || !requireSameType(call, *call.input(0), *call.output(0))) return;
    if (call.input(0)->type == Float32) requireAxesInRangeUnlessEmpty(call);
}

/// REDUCE_MAX and REDUCE_MIN.
void reduceExtremum(KernelCall& call) {
    if (!beginReduction(call) || !checkAxes(call)) return;
    tempInputOutputAxes(call);
    requestIterators(call);
    call.enter(Phase::Invoke);
    const Tensor &input = *call.input(0), &output = *call.output(0);
    if (!requireSameType(call, input, output) ||
        !requireType(call, input, "input", {Float32, Int8}))
        return;
    if (input.type == Int8 &&
        (scaleOf(input) != scaleOf(output) || zeroPointOf(input) != zeroPointOf(output))) {
        call.refuse("different scales or zero points of input and output",
                    "TFLite Micro wants them equal");
        return;
    }
    requireAxesInRangeUnlessEmpty(call);
}

void reduceAll(KernelCall& call) {
    if (!beginReduction(call)) return;
    tempInputOutputAxes(call);
    if (!requireType(call, *call.input(0), "input", {Bool}) || !checkAxes(call)) return;
    requestIterators(call);
    call.enter(Phase::Invoke);
    if (requireSameType(call, *call.input(0), *call.output(0))) requireAxesInRangeUnlessEmpty(call);
}

/// ARG_MAX and ARG_MIN have no Prepare.
void argExtremum(KernelCall& call) {
    call.parse(call.sized(1, 4), call.sized(1, 4));  // TfLiteArgMaxParams, TfLiteArgMinParams
    const bool isMax = call.model.operatorCodes[call.op.opcode].builtin == BuiltinOperator::ArgMax;
    if (!requireKnownType(call, isMax ? "ArgMaxOptions" : "ArgMinOptions", "output_type")) return;
    call.enter(Phase::Invoke);
    if (!requireOperands(call, 2)) return;
    if (requireType(call, *call.input(1), "axis", {Int32}) &&
        requireType(call, *call.output(0), "output", {Int32}))
        requireType(call, *call.input(0), "input", {Float32, Int8});
}

void cumsum(KernelCall& call) {
    call.parse(2, 1);  // TfLiteCumsumParams
    if (!requireExactly(call, 2)) return;
    const Tensor &input = *call.input(0), &axis = *call.input(1), &output = *call.output(0);
    tempOperands(call, 2);
    if (!requireType(call, input, "input", {Float32, Int8}) ||
        !requireType(call, axis, "axis", {Int32}))
        return;
    if (KernelCall::elements(axis) != 1) {
        call.refuse("several axes", "it sums along one");
        return;
    }
    if (!requireRankAtLeast(call, input, "input", 1)) return;
    if (!requireSameType(call, input, output) || !requireSameShape(call, input, output)) return;
    if (output.type == Int8) {
        call.persistent(36);  // OpData
        if (!requireSumScales<double>(call, input, input, output, 20)) return;
    }
    call.enter(Phase::Invoke);
    requireAxesInRange(call);
}

void l2Normalization(KernelCall& call) {
    call.parse(call.sized(1, 4), call.sized(1, 4));  // TfLiteL2NormParams
    call.init(4);                                    // L2NormalizationParams
    tempOperands(call, 1);
    if (!requireExactly(call, 1)) return;
    const Tensor &input = *call.input(0), &output = *call.output(0);
    if (!requireRankAtMost(call, input, 4) ||
        !requireType(call, output, "output", {Float32, Int8}) ||
        !requireSameType(call, input, output))
        return;
    const std::int64_t activation = fusedActivation(call, "L2NormOptions");
    if (activation >= 1 && activation <= 5)  // what is not an activation counts as none
        call.refuse("a fused activation", "TFLite Micro has it without");
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::Mean, {}, "AddMean", mean},
    KernelEntry{BuiltinOperator::Sum, {}, "AddSum", sum},
    KernelEntry{BuiltinOperator::ReduceMax, {}, "AddReduceMax", reduceExtremum},
    KernelEntry{BuiltinOperator::ReduceMin, {}, "AddReduceMin", reduceExtremum},
    KernelEntry{BuiltinOperator::ReduceAll, {}, "AddReduceAll", reduceAll},
    KernelEntry{BuiltinOperator::ArgMax, {}, "AddArgMax", argExtremum},
    KernelEntry{BuiltinOperator::ArgMin, {}, "AddArgMin", argExtremum},
    KernelEntry{BuiltinOperator::Cumsum, {}, "AddCumSum", cumsum},
    KernelEntry{BuiltinOperator::L2Normalization, {}, "AddL2Normalization", l2Normalization},
};

}  // namespace

std::span<const KernelEntry> reduceKernels() { return kKernels; }

}  // namespace thimble::tflm
