// AVERAGE_POOL_2D, MAX_POOL_2D, L2_POOL_2D.
// Sources: TFLM micro/kernels/{pooling,pooling_common,l2_pool_2d}.cc, cmsis_nn/pooling.cc.

#include <algorithm>
#include <array>
#include <cmath>

#include "core/tflm/kernels/cmsis_scratch.h"
#include "core/tflm/kernels/common.h"
#include "core/tflm/kernels/families.h"
#include "core/tflm/kernels/operand_checks.h"

namespace thimble::tflm {

namespace {

using enum TensorType;

constexpr Bytes kOptionsBytes = 40;

bool acceptsPooling(KernelCall& call) {
    if (!requireOperands(call, 1)) return false;
    const Tensor& input = *call.input(0);
    const Tensor& output = *call.output(0);
    if (!requireType(call, input, "input", {Float32, Int8, Int16}) ||
        !requireRankAtLeast(call, input, "input", 4) ||
        !requireRankAtLeast(call, output, "output", 4))
        return false;
    if (input.type == Float32) return true;
    const double difference = std::abs(scaleOf(input) - scaleOf(output));
    if (difference <= 1.0e-6 && zeroPointOf(input) == zeroPointOf(output)) return true;
    return call.refuse("different scales or zero points of input and output",
                       "TFLite Micro pools without converting");
}

void pool(KernelCall& call) {
    call.parse(kOptionsBytes, 4);
    call.init(call.target.isCmsis() ? 36 : 32);
    if (acceptsPooling(call)) tempOperands(call, 1);
}

void averagePool(KernelCall& call) {
    pool(call);
    if (call.refused() || !call.target.isCmsis()) return;
    tempOperands(call, 1);
    const Tensor& input = *call.input(0);
    if (input.type == Float32) return;
    const Bytes bytes = cmsis::averagePool(
        call.target.kernels,
        std::min(KernelCall::dim(input, 3), KernelCall::dim(*call.output(0), 3)));
    if (bytes > 0) call.scratch(bytes);
}

/// Gives its output the shape that it computes, which ordinary files already have.
void l2Pool(KernelCall& call) {
    call.parse(kOptionsBytes, 4);
    if (!requireExactly(call, 1)) return;
    const Tensor& input = *call.input(0);
    const Tensor& output = *call.output(0);
    if (!requireRank(call, input, "input", 4) || !requireRank(call, output, "output", 4) ||
        !requireSameType(call, input, output) || !requireType(call, input, "input", {Float32}))
        return;
    call.tempOutput(0);
    call.tempInput(0);
    call.persistent(shapeCopyBytes(output));
    const OptionTable& options = call.op.options;
    const HeightWidth size =
        windowOutput(windowOf(options), input,
                     {options.integer("filter_height"), options.integer("filter_width")});
    call.reshapeOutput({input.shape[0], size.height, size.width, input.shape[3]});
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::AveragePool2d, {}, "AddAveragePool2D", averagePool},
    KernelEntry{BuiltinOperator::MaxPool2d, {}, "AddMaxPool2D", pool},
    KernelEntry{BuiltinOperator::L2Pool2d, {}, "AddL2Pool2D", l2Pool},
};

}  // namespace

std::span<const KernelEntry> poolingKernels() { return kKernels; }

}  // namespace thimble::tflm
