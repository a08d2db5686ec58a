// BATCH_MATMUL.
// Sources: TFLM micro/kernels/{batch_matmul,batch_matmul_common}.cc, cmsis_nn/batch_matmul.cc.

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

/// The product's dimensions: leading ones broadcast, the last two are those of the matrices.
struct Product {
    bool transposeLeft = false;   ///< option adj_x
    bool transposeRight = false;  ///< option adj_y
    std::size_t rank = 0;
    std::int64_t elements = 1;
    std::int64_t columns = 0;
};

/// Dimension `axis` of the tensor filled up with leading ones to `rank` dimensions.
std::int64_t extendedDim(const Tensor& tensor, std::size_t rank, std::size_t axis) {
    const std::size_t missing = rank - tensor.shape.size();
    return axis < missing ? 1 : tensor.shape[axis - missing];
}

/// Refuses matrices that do not fit each other, or not the output.
Product productOf(KernelCall& call, const Tensor& left, const Tensor& right, const Tensor& output) {
    Product result;
    result.transposeLeft = call.op.options.flag("adj_x");
    result.transposeRight = call.op.options.flag("adj_y");
    result.rank = std::max(left.shape.size(), right.shape.size());
    const std::size_t rows = result.rank - 2;
    const std::size_t columns = result.rank - 1;

    for (std::size_t axis = 0; axis < rows; ++axis) {
        const std::int64_t a = extendedDim(left, result.rank, axis);
        const std::int64_t b = extendedDim(right, result.rank, axis);
        if (a != b && a != 1 && b != 1)
            call.refuse("batches of " + std::to_string(a) + " and " + std::to_string(b),
                        "TFLite Micro broadcasts only 1");
        result.elements = product({result.elements, a == 1 ? b : a});
    }
    const std::int64_t depthLeft =
        extendedDim(left, result.rank, result.transposeLeft ? rows : columns);
    const std::int64_t depthRight =
        extendedDim(right, result.rank, result.transposeRight ? columns : rows);
    if (depthLeft != depthRight)
        call.refuse(
            "matrices of depth " + std::to_string(depthLeft) + " and " + std::to_string(depthRight),
            "they have no product");
    result.columns = extendedDim(right, result.rank, result.transposeRight ? rows : columns);
    result.elements =
        product({result.elements, result.columns,
                 extendedDim(left, result.rank, result.transposeLeft ? columns : rows)});
    if (result.rank > output.shape.size() || result.elements != KernelCall::elements(output))
        call.refuse("an output of " + std::to_string(KernelCall::elements(output)) +
                        " elements in " + counted(output.shape.size(), "dimension"),
                    "the product has " + std::to_string(result.elements) + " in " +
                        std::to_string(result.rank));
    return result;
}

bool requireRankBetween(KernelCall& call, const Tensor& tensor, std::string_view operand,
                        std::size_t largest) {
    return requireRankAtLeast(call, tensor, operand, 2) && requireRankAtMost(call, tensor, largest);
}

bool acceptsOperands(KernelCall& call) {
    const bool onCmsis = call.target.isCmsis();
    if (!(onCmsis ? requireOperands(call, 2) : requireExactly(call, 2))) return false;
    const Tensor& left = *call.input(0);
    const Tensor& right = *call.input(1);
    const Tensor& output = *call.output(0);
    const std::size_t largestRank = onCmsis ? 4 : 5;
    if (!requireType(call, left, "left side", {Float32, Int8, Int16}) ||
        !requireSameType(call, left, right) || !requireSameType(call, left, output) ||
        !requireRankBetween(call, left, "left side", largestRank) ||
        !requireRankBetween(call, right, "right side", largestRank))
        return false;
    if (left.type != Float32 && !requireProductScales(call, left, right, nullptr, scaleOf(output)))
        return false;
    return left.type != Int16 ||
           (requireZeroPoint(call, left, 0) && requireZeroPoint(call, right, 0) &&
            requireZeroPoint(call, output, 0));
}

/// A matrix with rows and columns exchanged lives in the tail: description, shape and data.
void requestTransposed(KernelCall& call, const Tensor& tensor) {
    call.persistent(call.sized(12, 24));
    call.persistent(shapeCopyBytes(tensor));
    call.persistent(KernelCall::bytes(tensor));
}

/// Overwrites the output's shape by the product's: as many elements, perhaps fewer dimensions.
void batchMatmul(KernelCall& call) {
    const bool onCmsis = call.target.isCmsis();
    call.parse(3, 1);
    call.init(onCmsis ? call.sized(36, 56) : call.sized(16, 32));
    if (!acceptsOperands(call)) return;
    const Tensor& left = *call.input(0);
    const Tensor& right = *call.input(1);
    const Tensor& output = *call.output(0);
    const Product result = productOf(call, left, right, output);
    if (call.refused()) return;

    constexpr Bytes kQuantizationBytes = 28;
    const bool quantized = left.type != Float32;
    tempOperands(call, 2);
    if (quantized && !onCmsis) call.persistent(kQuantizationBytes);
    if (result.transposeLeft) requestTransposed(call, left);
    if (!result.transposeRight) requestTransposed(call, right);
    call.persistent(shapeCopyBytes(output));
    if (quantized && onCmsis) call.persistent(kQuantizationBytes);
    if (onCmsis && left.type == Int8) {
        const Bytes sums = cmsis::fullyConnectedS8(call.target.kernels, result.columns);
        if (sums > 0) call.scratch(sums);
    }
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::BatchMatmul, {}, "AddBatchMatMul", batchMatmul},
};

}  // namespace

std::span<const KernelEntry> batchMatmulKernels() { return kKernels; }

}  // namespace thimble::tflm
