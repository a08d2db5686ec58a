// SOFTMAX, LOG_SOFTMAX.
// Sources: TFLM micro/kernels/{softmax,softmax_common,log_softmax}.cc, cmsis_nn/softmax.cc.

#include <array>
#include <cmath>
#include <string>

#include "core/tflm/kernels/common.h"
#include "core/tflm/kernels/families.h"
#include "core/tflm/kernels/operand_checks.h"

namespace thimble::tflm {

namespace {

using enum TensorType;

bool requireOutputScale(KernelCall& call, const Tensor& output, float expected, float tolerance) {
    if (std::abs(scaleOf(output) - expected) <= tolerance) return true;
    return call.refuse("output scale " + std::to_string(scaleOf(output)),
                       "TFLite Micro wants " + std::to_string(expected));
}

/// TFLM keeps input scale times beta as a number above 1 in units of 2^-26.
bool requireInputScale(KernelCall& call, const Tensor& input, double beta) {
    constexpr double kUnits = 67108864.0;
    if (beta * static_cast<double>(scaleOf(input)) * kUnits > 1.0) return true;
    return call.refuse(
        "input scale " + std::to_string(scaleOf(input)) + ", beta " + std::to_string(beta),
        "TFLite Micro halts, for their product is missing or too small");
}

bool acceptsSoftmax(KernelCall& call) {
    if (!requireExactly(call, 1)) return false;
    const Tensor& input = *call.input(0);
    const Tensor& output = *call.output(0);
    if (!requireRankAtLeast(call, input, "input", 1) ||
        !requireRankAtLeast(call, output, "output", input.shape.size()))
        return false;
    const auto beta = static_cast<double>(call.op.options.real("beta"));
    constexpr float kInt16Scale = 1.0F / 32768;
    constexpr float kFinerScale = 1.0F / 65536;
    constexpr float kTolerance = 0.001F;
    switch (input.type) {
        case Float32: return requireType(call, output, "output", {Float32});
        case Int16:
            return requireType(call, output, "output", {Int16}) &&
                   requireZeroPoint(call, input, 0) && requireZeroPoint(call, output, 0) &&
                   requireOutputScale(call, output, kInt16Scale, kTolerance * kInt16Scale);
        case Int8:
            if (output.type == Int16)
                return requireZeroPoint(call, output, -32768) &&
                       requireOutputScale(call, output, kFinerScale, kTolerance * kFinerScale) &&
                       requireInputScale(call, input, beta);
            return requireType(call, output, "output", {Int8, Int16}) &&
                   requireZeroPoint(call, output, -128) &&
                   requireOutputScale(call, output, 1.0F / 256, 0.0F) &&
                   requireInputScale(call, input, beta);
        default: return requireType(call, input, "input", {Float32, Int8, Int16});
    }
}

void softmax(KernelCall& call) {
    call.parse(4, 4);
    call.init(call.target.isCmsis() ? call.sized(64, 88) : call.sized(56, 80));
    if (!acceptsSoftmax(call)) return;
    tempOperands(call, 1);
    if (call.input(0)->type == Int16) {
        constexpr Bytes kTableBytes = Bytes{2} * 513;  // exp(x) and 1 / (1 + x), 16-bit values
        call.persistent(kTableBytes);
        call.persistent(kTableBytes);
    }
}

void logSoftmax(KernelCall& call) {
    if (!requireExactly(call, 1)) return;
    const Tensor& input = *call.input(0);
    const Tensor& output = *call.output(0);
    if (!requireSameType(call, input, output) || !requireSameShape(call, input, output)) return;
    if (input.type == Int8 &&
        !(requireOutputScale(call, output, 16.0F / 256, 0.0F) &&
          requireZeroPoint(call, output, 127) && requireInputScale(call, input, 1.0)))
        return;
    tempOperands(call, 1);
    if (input.type == Int8) call.persistent(call.sized(28, 40));
    call.enter(Phase::Invoke);
    requireType(call, input, "input", {Float32, Int8});
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::Softmax, {}, "AddSoftmax", softmax},
    KernelEntry{BuiltinOperator::LogSoftmax, {}, "AddLogSoftmax", logSoftmax},
};

}  // namespace

std::span<const KernelEntry> softmaxKernels() { return kKernels; }

}  // namespace thimble::tflm
