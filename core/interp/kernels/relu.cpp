// Activations that leave the positive side alone: RELU and its bounded forms, LEAKY_RELU, PRELU and
// ELU.

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/interp/kernels/broadcast.h"
#include "core/interp/kernels/elementwise.h"
#include "core/interp/kernels/families.h"
#include "core/interp/kernels/fixed_point.h"
#include "core/interp/kernels/pair_scale.h"

namespace thimble::interp {

namespace {

/// Calls f with a value of the element type.
template <typename F>
Result<Step> withQuantized(const OperatorCall& call, const F& f) {
    switch (call.input(0).type) {
        case TensorType::Int8: return f(std::int8_t{});
        case TensorType::UInt8: return f(std::uint8_t{});
        case TensorType::Int16: return f(std::int16_t{});
        default: return call.failType(call.input(0));
    }
}

/// Rescaled to the output, then cut off there.
Result<Step> boundedQuantized(const OperatorCall& call, const IntegerRange& range) {
    const TensorInfo& in = call.input(0);
    const TensorInfo& out = call.output();
    if (in.type == TensorType::Int16 && (in.zeroPoint != 0 || out.zeroPoint != 0))
        return call.fail("its zero points are not 0");
    const float factor = in.scale / out.scale;
    if (!std::isfinite(factor)) return call.fail("its output's scale is too small");
    const OutputScale output{quantizeMultiplier(static_cast<double>(factor)), out.zeroPoint, range};
    return withQuantized(call, [&](auto t) -> Result<Step> {
        using T = decltype(t);
        return mapStep<T, T>(
            call, [output, zero = in.zeroPoint](T x) { return static_cast<T>(output(x - zero)); });
    });
}

/// TFLM's RELU6 takes the output's quantization for the input's.
Result<Step> relu6WithoutRescaling(const OperatorCall& call) {
    const TensorInfo& in = call.input(0);
    const IntegerRange range{in.zeroPoint, nearestQuantized(in, 6)};
    return withQuantized(call, [&](auto t) -> Result<Step> {
        using T = decltype(t);
        return mapStep<T, T>(call, [range](T x) { return static_cast<T>(range.clamp(x)); });
    });
}

template <BuiltinOperator code>
Result<Step> prepareBounded(OperatorCall& call) {
    constexpr float kLowest = code == BuiltinOperator::ReluN1To1 ? -1 : 0;
    constexpr float kHighest = code == BuiltinOperator::Relu
                                   ? std::numeric_limits<float>::infinity()
                               : code == BuiltinOperator::Relu6 ? 6
                                                                : 1;
    THIMBLE_CHECK(requireAlike(call));
    if (call.input(0).type == TensorType::Float32)
        return mapStep<float, float>(call, [](float x) {
            return x > kHighest ? kHighest : x < kLowest ? kLowest : x;
        });
    THIMBLE_CHECK(requireAlikeQuantized(call));
    if (code == BuiltinOperator::Relu6 && call.input(0).type != TensorType::UInt8)
        return relu6WithoutRescaling(call);
    return boundedQuantized(call, {nearestQuantized(call.output(), kLowest),
                                   nearestQuantized(call.output(), kHighest)});
}

Result<Step> prepareLeakyRelu(OperatorCall& call) {
    THIMBLE_CHECK(requireAlike(call));
    const TensorInfo& in = call.input(0);
    const TensorInfo& out = call.output();
    const float alpha = call.real("alpha");
    if (in.type == TensorType::Float32)
        return mapStep<float, float>(call, [alpha](float x) { return x > 0 ? x : x * alpha; });
    THIMBLE_CHECK(requireAlikeQuantized(call));
    const float below = in.scale * alpha / out.scale;
    const float above = in.scale / out.scale;
    if (!std::isfinite(below) || !std::isfinite(above))
        return call.fail("its output's scale is too small");
    const Multiplier factorBelow = quantizeMultiplier(static_cast<double>(std::abs(below)));
    const Multiplier factorAbove = quantizeMultiplier(static_cast<double>(above));
    return withQuantized(call, [&](auto t) -> Result<Step> {
        using T = decltype(t);
        const auto leak = [=, negative = below < 0, zeroIn = in.zeroPoint, zeroOut = out.zeroPoint,
                           all = valuesOf(out.type)](T x) {
            const std::int32_t input = x - zeroIn;
            std::int32_t output = requantise(input, input >= 0 ? factorAbove : factorBelow);
            if (negative && input < 0) output = fixed::wrappingSub(0, output);
            return static_cast<T>(all.clamp(wrappingAdd(output, zeroOut)));
        };
        return mapStep<T, T>(call, leak);
    });
}

template <typename T, typename Alpha>
Result<Step> preluQuantized(const OperatorCall& call, const Broadcast& walk) {
    const TensorInfo& in = call.input(0);
    const TensorInfo& alpha = call.input(1);
    const TensorInfo& out = call.output();
    for (const TensorInfo* tensor : {&in, &alpha, &out})
        THIMBLE_CHECK(requireAffine(call, *tensor));
    const double above = static_cast<double>(in.scale) / static_cast<double>(out.scale);
    const double below = static_cast<double>(in.scale) * static_cast<double>(alpha.scale) /
                         static_cast<double>(out.scale);
    OutputScale outputAbove{quantizeMultiplier(above), out.zeroPoint, valuesOf(out.type)};
    OutputScale outputBelow{quantizeMultiplier(below), out.zeroPoint, valuesOf(out.type)};
    const auto prelu = [=, zero = in.zeroPoint, zeroAlpha = alpha.zeroPoint](T x, Alpha a) {
        const std::int32_t input = x - zero;
        return static_cast<T>(input >= 0 ? outputAbove(input)
                                         : outputBelow(input * (a - zeroAlpha)));
    };
    return broadcastStep<T, Alpha, T>(call, walk, prelu);
}

Result<Step> preparePrelu(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(2));
    THIMBLE_CHECK(call.requireSameType(call.input(0), call.output()));
    THIMBLE_TRY(const Broadcast walk, broadcastInputs(call));
    if (call.input(0).type == TensorType::Int16) {
        THIMBLE_CHECK(call.requireType(call.input(1), TensorType::Int8));
        return preluQuantized<std::int16_t, std::int8_t>(call, walk);
    }
    THIMBLE_CHECK(call.requireSameType(call.input(0), call.input(1)));
    switch (call.input(0).type) {
        case TensorType::Float32:
            return broadcastStep<float, float, float>(
                call, walk, [](float x, float alpha) { return x >= 0 ? x : x * alpha; });
        case TensorType::Int8: return preluQuantized<std::int8_t, std::int8_t>(call, walk);
        case TensorType::UInt8: return preluQuantized<std::uint8_t, std::uint8_t>(call, walk);
        default: return call.failType(call.input(0));
    }
}

Result<Step> prepareElu(OperatorCall& call) {
    THIMBLE_CHECK(requireAlike(call));
    if (call.input(0).type == TensorType::Float32)
        return mapStep<float, float>(call, [](float x) { return x < 0 ? std::expm1(x) : x; });
    THIMBLE_CHECK(call.requireType(call.input(0), TensorType::Int8));
    THIMBLE_CHECK(requireAlikeQuantized(call));
    return realTableStep<std::int8_t>(call, [](float x) { return x < 0 ? std::exp(x) - 1 : x; });
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::Elu, prepareElu},
    KernelEntry{BuiltinOperator::LeakyRelu, prepareLeakyRelu},
    KernelEntry{BuiltinOperator::Prelu, preparePrelu},
    KernelEntry{BuiltinOperator::Relu, prepareBounded<BuiltinOperator::Relu>},
    KernelEntry{BuiltinOperator::Relu0To1, prepareBounded<BuiltinOperator::Relu0To1>},
    KernelEntry{BuiltinOperator::Relu6, prepareBounded<BuiltinOperator::Relu6>},
    KernelEntry{BuiltinOperator::ReluN1To1, prepareBounded<BuiltinOperator::ReluN1To1>},
};

}  // namespace

std::span<const KernelEntry> reluKernels() { return kKernels; }

}  // namespace thimble::interp
