// Activations, normalizations and conversions: the output has the input's shape.

#include <array>

#include "core/ops/operator_rule.h"

namespace thimble::ops {

namespace {

/// The slopes may be stretched over the input, but not the input over the slopes.
ShapeList prelu(const Operands& in) {
    const auto input = in.shape(0), slopes = in.shape(1);
    if (!input || !slopes || broadcast(*input, *slopes) != input) return {};
    return oneOutput(*input);
}

using enum BuiltinOperator;
constexpr auto kActivation = OperatorFamily::Activation;
constexpr auto kConversion = OperatorFamily::Conversion;
constexpr auto kNormalization = OperatorFamily::Normalization;

constexpr auto kRules = std::to_array<OperatorRule>({
    {Elu, kActivation, sameAsInput},
    {Gelu, kActivation, sameAsInput},
    {HardSwish, kActivation, sameAsInput},
    {LeakyRelu, kActivation, sameAsInput},
    {LogSoftmax, kActivation, sameAsInput},
    {Logistic, kActivation, sameAsInput},
    {Prelu, kActivation, prelu},
    {Relu, kActivation, sameAsInput},
    {Relu0To1, kActivation, sameAsInput},
    {Relu6, kActivation, sameAsInput},
    {ReluN1To1, kActivation, sameAsInput},
    {Softmax, kActivation, sameAsInput},
    {StablehloLogistic, kActivation, sameAsInput},
    {StablehloTanh, kActivation, sameAsInput},
    {Tanh, kActivation, sameAsInput},

    {L2Normalization, kNormalization, sameAsInput},
    {LocalResponseNormalization, kNormalization, sameAsInput},

    {Cast, kConversion, sameAsInput},
    {Densify, kConversion, sameAsInput},
    {Dequantize, kConversion, sameAsInput},
    {FakeQuant, kConversion, sameAsInput},
    {Quantize, kConversion, sameAsInput},
    {StablehloConvert, kConversion, sameAsInput},
});

}  // namespace

std::span<const OperatorRule> activationRules() { return kRules; }

}  // namespace thimble::ops
