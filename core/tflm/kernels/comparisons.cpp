// EQUAL, NOT_EQUAL, GREATER, GREATER_EQUAL, LESS, LESS_EQUAL, LOGICAL_AND, LOGICAL_OR, SELECT_V2.
// Sources: TFLM micro/kernels/{comparisons,logical_common,select}.cc. CMSIS-NN has none of these
// kernels.

#include <algorithm>
#include <array>

#include "core/tflm/kernels/families.h"
#include "core/tflm/kernels/operand_checks.h"

namespace thimble::tflm {

namespace {

using enum TensorType;

void compare(KernelCall& call, TensorTypes accepted) {
    call.init(32);  // OpData: ComparisonParams
    call.tempInput(0);
    call.tempInput(1);  // the output is not looked at
    if (!requireInputs(call, 2)) return;
    const Tensor &left = *call.input(0), &right = *call.input(1);
    // The scales themselves are the multipliers.
    if (left.type == Int8 &&
        !(requireFraction(call, scaleOf(left)) && requireFraction(call, scaleOf(right))))
        return;
    call.enter(Phase::Invoke);
    if (requireOperands(call, 2)) requireType(call, left, "input", accepted);
}

void equality(KernelCall& call) { compare(call, {Bool, Float32, Int32, Int64, Int8}); }
void greater(KernelCall& call) { compare(call, {Float32, Int32, Int64, Int8, Int16}); }
void ordering(KernelCall& call) { compare(call, {Float32, Int32, Int64, Int8}); }

/// LOGICAL_AND and LOGICAL_OR have no Prepare, and take the bytes of any type for truth values.
void logical(KernelCall& call) {
    call.enter(Phase::Invoke);
    requireOperands(call, 2);
}

/// Dimension counted from the last, 1 where the tensor has none: how shapes meet in broadcasting.
std::int64_t dimFromBack(const Tensor& tensor, std::size_t position) {
    return position < tensor.shape.size()
               ? tensor.shape.rbegin()[static_cast<std::ptrdiff_t>(position)]
               : 1;
}

bool broadcastsTo(const Tensor& output, std::initializer_list<const Tensor*> inputs) {
    std::size_t rank = 0;
    for (const Tensor* input : inputs) rank = std::max(rank, input->shape.size());
    if (rank != output.shape.size()) return false;
    for (std::size_t i = 0; i < rank; ++i) {
        std::int64_t smallest = dimFromBack(**inputs.begin(), i);
        std::int64_t size = smallest;
        for (const Tensor* input : inputs) {
            smallest = std::min(smallest, dimFromBack(*input, i));
            size = std::max(size, dimFromBack(*input, i));
        }
        if (smallest == 0) size = 0;
        for (const Tensor* input : inputs)
            if (dimFromBack(*input, i) != 1 && dimFromBack(*input, i) != size) return false;
        if (dimFromBack(output, i) != size) return false;
    }
    return true;
}

void selectV2(KernelCall& call) {
    call.init(1);  // OpData: a flag
    tempOperands(call, 3);
    if (!requireExactly(call, 3)) return;
    const Tensor &condition = *call.input(0), &x = *call.input(1), &y = *call.input(2);
    const Tensor& output = *call.output(0);
    if (!requireType(call, condition, "condition", {Bool}) || !requireSameType(call, x, y)) return;

    const auto isOne = [](const Tensor& tensor) { return KernelCall::elements(tensor) == 1; };
    const bool allOne = isOne(condition) && isOne(x) && isOne(y) && isOne(output);
    const bool sameShape = condition.shape == x.shape && x.shape == y.shape;
    if (!sameShape && !allOne && !broadcastsTo(output, {&condition, &x, &y})) {
        call.refuse("shapes that do not broadcast to its output's", "TFLite Micro stops");
        return;
    }
    call.enter(Phase::Invoke);
    requireType(call, x, "input", {Float32, Int8, Int16});
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::Equal, {}, "AddEqual", equality},
    KernelEntry{BuiltinOperator::NotEqual, {}, "AddNotEqual", equality},
    KernelEntry{BuiltinOperator::Greater, {}, "AddGreater", greater},
    KernelEntry{BuiltinOperator::GreaterEqual, {}, "AddGreaterEqual", ordering},
    KernelEntry{BuiltinOperator::Less, {}, "AddLess", ordering},
    KernelEntry{BuiltinOperator::LessEqual, {}, "AddLessEqual", ordering},
    KernelEntry{BuiltinOperator::LogicalAnd, {}, "AddLogicalAnd", logical},
    KernelEntry{BuiltinOperator::LogicalOr, {}, "AddLogicalOr", logical},
    KernelEntry{BuiltinOperator::SelectV2, {}, "AddSelectV2", selectV2},
};

}  // namespace

std::span<const KernelEntry> comparisonKernels() { return kKernels; }

}  // namespace thimble::tflm
