// RELU, RELU6, LEAKY_RELU, PRELU, ELU, HARD_SWISH, LOGISTIC, TANH.
// Sources: TFLM micro/kernels/{activations,leaky_relu,prelu,hard_swish,logistic}_common.cc, the
// files of the same names for Init and Invoke, elu.cc and tanh.cc. No struct differs between the
// layouts, and CMSIS-NN has none of these kernels.

#include <array>
#include <cmath>

#include "core/tflm/kernels/families.h"
#include "core/tflm/kernels/operand_checks.h"

namespace thimble::tflm {

namespace {

using enum TensorType;

void relu(KernelCall& call) {
    call.init(28);  // ReluOpData
    tempOperands(call, 1);
    if (!requireOperands(call, 1)) return;
    const Tensor &input = *call.input(0), &output = *call.output(0);
    if (input.type == Int16 &&
        !(requireZeroPoint(call, input, 0) && requireZeroPoint(call, output, 0)))
        return;
    call.enter(Phase::Invoke);
    requireType(call, input, "input", {Float32, Int8, Int16});
}

/// Unlike RELU it does not look at its output.
void relu6(KernelCall& call) {
    call.init(8);  // Relu6OpData
    call.tempInput(0);
    if (!requireInputs(call, 1)) return;
    call.enter(Phase::Invoke);
    if (requireOperands(call, 1))
        requireType(call, *call.input(0), "input", {Float32, Int8, Int16});
}

void leakyRelu(KernelCall& call) {
    call.parse(4, 4);  // TfLiteLeakyReluParams
    call.init(24);     // LeakyReluOpData
    tempOperands(call, 1);
    if (!requireExactly(call, 1) || !requireSameType(call, *call.input(0), *call.output(0))) return;
    call.enter(Phase::Invoke);
    requireType(call, *call.input(0), "input", {Float32, Int8, Int16});
}

void prelu(KernelCall& call) {
    call.init(28);  // PreluParams
    tempOperands(call, 2);
    if (!requireOperands(call, 2)) return;
    const Tensor &input = *call.input(0), &alpha = *call.input(1), &output = *call.output(0);
    if (output.type == Int16 && !requireType(call, alpha, "alpha", {Int8})) return;
    call.enter(Phase::Invoke);
    if (!requireType(call, input, "input", {Float32, Int8, Int16})) return;
    if (input.type == Float32)
        for (const Tensor* tensor : {&input, &alpha, &output})
            if (!requireRankAtMost(call, *tensor, 4)) return;
}

void elu(KernelCall& call) {
    call.init(256);  // a table, one entry per int8 value; also for float inputs
    tempOperands(call, 1);
    if (!requireExactly(call, 1) || !requireSameType(call, *call.input(0), *call.output(0))) return;
    call.enter(Phase::Invoke);
    requireType(call, *call.input(0), "input", {Float32, Int8});
}

/// The exponent with which TFLM stores a multiplier as a 31-bit fraction.
int multiplierExponent(double multiplier) {
    if (multiplier == 0.0 || !std::isfinite(multiplier)) return 0;
    int exponent = 0;
    const double fraction = std::frexp(multiplier, &exponent);
    if (std::round(fraction * 2147483648.0) == 2147483648.0) ++exponent;
    return exponent < -31 ? 0 : exponent;
}

void hardSwish(KernelCall& call) {
    call.init(20);  // HardSwishParams
    tempOperands(call, 1);
    if (!requireExactly(call, 1)) return;
    const Tensor &input = *call.input(0), &output = *call.output(0);
    if (input.type == Int8) {
        const float finerInputScale = (1.0F / 128.0F) * scaleOf(input);
        if (multiplierExponent(finerInputScale / scaleOf(output)) > 0) {
            call.refuse("an output scale that is too fine",
                        "TFLite Micro wants the input scale below 128 output scales");
            return;
        }
    }
    call.enter(Phase::Invoke);
    requireType(call, input, "input", {Float32, Int8});
}

/// 16-bit LOGISTIC and TANH give a fraction with 15 bits, and TFLM compares to a thousandth in
/// the logarithm.
bool requireScaleOf15Bits(KernelCall& call, const Tensor& output) {
    const float log2 = std::log(scaleOf(output)) * (1.0F / std::log(2.0F));
    if (std::round(log2) == -15.0F && std::abs(log2 + 15.0F) < 1e-3F) return true;
    return call.refuse("INT16 output of another scale than 1/32768", "TFLite Micro has no other");
}

bool requireInt16Scaling(KernelCall& call, const Tensor& input, const Tensor& output) {
    return requireZeroPoint(call, input, 0) && requireZeroPoint(call, output, 0) &&
           requireScaleOf15Bits(call, output);
}

void logistic(KernelCall& call) {
    call.init(16);  // OpDataLogistic
    tempOperands(call, 1);
    if (!requireOperands(call, 1)) return;
    const Tensor &input = *call.input(0), &output = *call.output(0);
    if (!requireSameType(call, input, output)) return;
    if (input.type == Int8 && !requireZeroPoint(call, output, -128)) return;
    if (input.type == Int16 && !requireInt16Scaling(call, input, output)) return;
    call.enter(Phase::Invoke);
    requireType(call, input, "input", {Float32, Int8, Int16});
}

void tanh(KernelCall& call) {
    call.init(16);      // OpData
    call.tempInput(0);  // for its zero point, and then once more
    tempOperands(call, 1);
    if (!requireExactly(call, 1)) return;
    const Tensor &input = *call.input(0), &output = *call.output(0);
    if (!requireSameType(call, input, output)) return;
    if (input.type == Int16 && !requireInt16Scaling(call, input, output)) return;
    call.enter(Phase::Invoke);
    requireType(call, input, "input", {Float32, Int8, Int16});
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::Relu, {}, "AddRelu", relu},
    KernelEntry{BuiltinOperator::Relu6, {}, "AddRelu6", relu6},
    KernelEntry{BuiltinOperator::LeakyRelu, {}, "AddLeakyRelu", leakyRelu},
    KernelEntry{BuiltinOperator::Prelu, {}, "AddPrelu", prelu},
    KernelEntry{BuiltinOperator::Elu, {}, "AddElu", elu},
    KernelEntry{BuiltinOperator::HardSwish, {}, "AddHardSwish", hardSwish},
    KernelEntry{BuiltinOperator::Logistic, {}, "AddLogistic", logistic},
    KernelEntry{BuiltinOperator::Tanh, {}, "AddTanh", tanh},
};

}  // namespace

std::span<const KernelEntry> activationKernels() { return kKernels; }

}  // namespace thimble::tflm
