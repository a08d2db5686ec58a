// Functions of one number: ABS, NEG, roots, squares, exponentials, sines, roundings.

#include <array>
#include <cmath>

#include "core/interp/kernels/elementwise.h"
#include "core/interp/kernels/families.h"
#include "core/interp/kernels/fixed_point.h"
#include "core/interp/kernels/pair_scale.h"

namespace thimble::interp {

namespace {

float squareRoot(float x) { return std::sqrt(x); }
float inverseRoot(float x) { return 1 / std::sqrt(x); }
float square(float x) { return x * x; }
float exponential(float x) { return std::exp(x); }
float logarithm(float x) { return std::log(x); }
float sine(float x) { return std::sin(x); }
float cosine(float x) { return std::cos(x); }
float roundedDown(float x) { return std::floor(x); }
float roundedUp(float x) { return std::ceil(x); }

/// Halves to the even neighbour.
float rounded(float x) {
    const float below = std::floor(x);
    const float rest = x - below;
    const bool down = rest < 0.5F || (rest == 0.5F && std::fmod(below, 2.0F) == 0);
    return down ? below : below + 1;
}

template <float (*function)(float)>
Result<Step> prepareReal(OperatorCall& call) {
    THIMBLE_CHECK(requireAlike(call));
    THIMBLE_CHECK(call.requireType(call.input(0), TensorType::Float32));
    return mapStep<float, float>(call, function);
}

template <typename T>
Step negated(const OperatorCall& call) {
    return mapStep<T, T>(call, [](T x) {
        if constexpr (std::is_integral_v<T>)
            return static_cast<T>(0 - static_cast<std::make_unsigned_t<T>>(x));
        else
            return -x;
    });
}

Result<Step> prepareNeg(OperatorCall& call) {
    THIMBLE_CHECK(requireAlike(call));
    switch (call.input(0).type) {
        case TensorType::Float32: return negated<float>(call);
        case TensorType::Int32: return negated<std::int32_t>(call);
        case TensorType::Int64: return negated<std::int64_t>(call);
        default: return call.failType(call.input(0));
    }
}

/// The lowest integer, which has no opposite, stays.
template <typename T>
Step plainAbs(const OperatorCall& call) {
    return mapStep<T, T>(call, [](T x) {
        return x < 0 ? static_cast<T>(0 - static_cast<std::make_unsigned_t<T>>(x)) : x;
    });
}

Result<void> requireZero(const OperatorCall& call) {
    if (call.input(0).zeroPoint == 0 && call.output().zeroPoint == 0) return {};
    return call.fail("its zero points are not 0");
}

template <typename T>
Result<Step> quantizedAbs(const OperatorCall& call) {
    THIMBLE_CHECK(requireAlikeQuantized(call));
    const TensorInfo& in = call.input(0);
    const TensorInfo& out = call.output();
    if (in.type == TensorType::Int16) THIMBLE_CHECK(requireZero(call));
    // A factor of exactly 1 changes nothing, so equal scales need no way of their own.
    const float factor = in.scale / out.scale;
    if (!std::isfinite(factor)) return call.fail("its output's scale is too small");
    const OutputScale output{quantizeMultiplier(static_cast<double>(factor)), out.zeroPoint,
                             valuesOf(out.type)};
    return mapStep<T, T>(call, [output, zero = in.zeroPoint](T x) {
        return static_cast<T>(output(std::abs(x - zero)));
    });
}

Result<Step> prepareAbs(OperatorCall& call) {
    THIMBLE_CHECK(requireAlike(call));
    switch (call.input(0).type) {
        case TensorType::Float32:
            return mapStep<float, float>(call, [](float x) { return std::abs(x); });
        case TensorType::Int8: return quantizedAbs<std::int8_t>(call);
        case TensorType::Int16:
            if (call.input(0).quantization == nullptr) return plainAbs<std::int16_t>(call);
            return quantizedAbs<std::int16_t>(call);
        case TensorType::Int32: return plainAbs<std::int32_t>(call);
        default: return call.failType(call.input(0));
    }
}

template <typename T>
Result<Step> quantizedInverseRoot(const OperatorCall& call) {
    THIMBLE_CHECK(requireAlikeQuantized(call));
    const TensorInfo& in = call.input(0);
    const TensorInfo& out = call.output();
    if (in.type == TensorType::Int16) THIMBLE_CHECK(requireZero(call));
    const float divisor = std::sqrt(in.scale) * out.scale;
    if (!(divisor > 0)) return call.fail("its scales are too small");
    // 20 bits of fraction between the two factors.
    constexpr int kBits = 20;
    Multiplier factor = quantizeMultiplier(1.0 / static_cast<double>(divisor));
    factor.shift -= kBits;
    const OutputScale output{factor, out.zeroPoint, valuesOf(out.type)};
    const Error negative = call.fail("a square root of a negative number").value();
    return [=, from = call.in<T>(0), to = call.out<T>(),
            zero = in.zeroPoint](Frame& frame) -> Result<bool> {
        const std::span<const T> values = from.of(frame);
        const std::span<T> results = to.of(frame);
        for (std::size_t i = 0; i < values.size(); ++i) {
            const std::int32_t value = values[i] - zero;
            if (value < 0) return tl::unexpected<Error>(negative);
            Multiplier root = fixed::inverseSqrt(value);
            root.shift += kBits;
            // 1 / 0 is the largest value there is.
            results[i] = static_cast<T>(value == 0 ? output.range.highest
                                                   : output(requantise(std::int32_t{1}, root)));
        }
        return true;
    };
}

Result<Step> prepareInverseRoot(OperatorCall& call) {
    THIMBLE_CHECK(requireAlike(call));
    switch (call.input(0).type) {
        case TensorType::Float32: return mapStep<float, float>(call, &inverseRoot);
        case TensorType::Int8: return quantizedInverseRoot<std::int8_t>(call);
        case TensorType::Int16: return quantizedInverseRoot<std::int16_t>(call);
        default: return call.failType(call.input(0));
    }
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::Abs, prepareAbs},
    KernelEntry{BuiltinOperator::Ceil, prepareReal<roundedUp>},
    KernelEntry{BuiltinOperator::Cos, prepareReal<cosine>},
    KernelEntry{BuiltinOperator::Exp, prepareReal<exponential>},
    KernelEntry{BuiltinOperator::Floor, prepareReal<roundedDown>},
    KernelEntry{BuiltinOperator::Log, prepareReal<logarithm>},
    KernelEntry{BuiltinOperator::Neg, prepareNeg},
    KernelEntry{BuiltinOperator::Round, prepareReal<rounded>},
    KernelEntry{BuiltinOperator::Rsqrt, prepareInverseRoot},
    KernelEntry{BuiltinOperator::Sin, prepareReal<sine>},
    KernelEntry{BuiltinOperator::Sqrt, prepareReal<squareRoot>},
    KernelEntry{BuiltinOperator::Square, prepareReal<square>},
};

}  // namespace

std::span<const KernelEntry> unaryKernels() { return kKernels; }

}  // namespace thimble::interp
