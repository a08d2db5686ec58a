// QUANTIZE, DEQUANTIZE, CAST.

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <type_traits>

#include "core/interp/kernels/elementwise.h"
#include "core/interp/kernels/families.h"
#include "core/interp/kernels/fixed_point.h"
#include "core/interp/kernels/pair_scale.h"

namespace thimble::interp {

namespace {

/// Calls f with a value of the element type.
template <typename F>
Result<Step> withInteger(const OperatorCall& call, const TensorInfo& tensor, const F& f) {
    switch (tensor.type) {
        case TensorType::Int8: return f(std::int8_t{});
        case TensorType::UInt8: return f(std::uint8_t{});
        case TensorType::Int16: return f(std::int16_t{});
        case TensorType::Int32: return f(std::int32_t{});
        default: return call.failType(tensor);
    }
}

template <typename O>
Step quantizeReals(const OperatorCall& call) {
    // What is too large becomes the largest value, what is no number the zero point, as on Arm.
    const auto quantized = [scale = call.output().scale, zero = call.output().zeroPoint](float x) {
        constexpr auto kLowest = static_cast<double>(std::numeric_limits<O>::min());
        constexpr auto kHighest = static_cast<double>(std::numeric_limits<O>::max());
        const float steps = std::round(x / scale);
        if (std::isnan(steps)) return static_cast<O>(zero);
        return static_cast<O>(std::clamp(static_cast<double>(steps) + zero, kLowest, kHighest));
    };
    return mapStep<float, O>(call, quantized);
}

template <typename T, typename O>
Step requantizeStep(const OperatorCall& call) {
    const TensorInfo& in = call.input(0);
    const TensorInfo& out = call.output();
    const OutputScale output{
        quantizeMultiplier(static_cast<double>(in.scale) / static_cast<double>(out.scale)),
        out.zeroPoint, valuesOf(out.type)};
    return mapStep<T, O>(call, [output, zero = in.zeroPoint](T x) {
        return static_cast<O>(output(fixed::wrappingSub(x, zero)));
    });
}

Result<Step> prepareQuantize(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(1));
    const TensorInfo& in = call.input(0);
    const TensorInfo& out = call.output();
    THIMBLE_CHECK(call.requireSameElements(in, out));
    return withInteger(call, out, [&](auto o) -> Result<Step> {
        using O = decltype(o);
        THIMBLE_CHECK(requireAffine(call, out));
        if (out.quantization->scale.size() != 1)
            return call.fail("its output has a scale for every channel");
        if (in.type == TensorType::Float32) return quantizeReals<O>(call);
        return withInteger(call, in, [&](auto t) -> Result<Step> {
            THIMBLE_CHECK(requireAffine(call, in));
            return requantizeStep<decltype(t), O>(call);
        });
    });
}

/// The value of a 16-bit float (IEEE 754 binary16).
float widened(std::uint16_t half) {
    const auto sign = static_cast<std::uint32_t>(half & 0x8000U) << 16U;
    const std::uint32_t exponent = (half >> 10U) & 0x1FU;
    const std::uint32_t fraction = half & 0x3FFU;
    if (exponent == 0) {
        const float small = std::ldexp(static_cast<float>(fraction), -24);
        return sign != 0 ? -small : small;
    }
    const std::uint32_t wide = exponent == 31 ? 255 : exponent + 112;
    return std::bit_cast<float>(sign | (wide << 23U) | (fraction << 13U));
}

Result<Step> prepareDequantize(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(1));
    const TensorInfo& in = call.input(0);
    THIMBLE_CHECK(call.requireSameElements(in, call.output()));
    THIMBLE_CHECK(call.requireType(call.output(), TensorType::Float32));
    // TFLM does not read these; models for TFLite keep weights so.
    if (in.type == TensorType::Float16) return mapStep<std::uint16_t, float>(call, &widened);
    return withInteger(call, in, [&](auto t) -> Result<Step> {
        using T = decltype(t);
        THIMBLE_CHECK(requireAffine(call, in));
        const auto real = [scale = static_cast<double>(in.scale), zero = in.zeroPoint](T x) {
            return static_cast<float>(scale * fixed::wrappingSub(x, zero));
        };
        return mapStep<T, float>(call, real);
    });
}

/// A truth value as it stands in memory, where any byte but 0 is true.
enum class Truth : std::uint8_t {};

/// As C++ converts, and where it leaves open what a float too large becomes: as Arm does, by way of
/// the widest integer that saturates.
template <typename O, typename T>
O cast(T x) {
    if constexpr (std::is_same_v<T, Truth>) {
        return cast<O>(static_cast<std::uint8_t>(x != Truth{0} ? 1 : 0));
    } else if constexpr (std::is_same_v<O, Truth>) {
        return static_cast<Truth>(x != T{0} ? 1 : 0);
    } else if constexpr (std::is_floating_point_v<T> && std::is_integral_v<O>) {
        using Wide = std::conditional_t<sizeof(O) == 8 || std::is_same_v<O, std::uint32_t>,
                                        std::int64_t, std::int32_t>;
        // 2^31 or 2^63, the first float beyond.
        constexpr T kBeyond = -static_cast<T>(std::numeric_limits<Wide>::min());
        if (std::isnan(x)) return 0;
        if (x >= kBeyond) return static_cast<O>(std::numeric_limits<Wide>::max());
        if (x < -kBeyond) return static_cast<O>(std::numeric_limits<Wide>::min());
        return static_cast<O>(static_cast<Wide>(x));
    } else {
        return static_cast<O>(x);
    }
}

template <typename F>
Result<Step> withNumber(const OperatorCall& call, const TensorInfo& tensor, const F& f) {
    switch (tensor.type) {
        case TensorType::Float32: return f(float{});
        case TensorType::Int64: return f(std::int64_t{});
        case TensorType::UInt32: return f(std::uint32_t{});
        case TensorType::Bool: return f(Truth{});
        default: return withInteger(call, tensor, f);
    }
}

Result<Step> prepareCast(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(1));
    THIMBLE_CHECK(call.requireSameElements(call.input(0), call.output()));
    return withNumber(call, call.input(0), [&](auto t) -> Result<Step> {
        return withNumber(call, call.output(), [&](auto o) -> Result<Step> {
            using T = decltype(t);
            using O = decltype(o);
            return mapStep<T, O>(call, [](T x) { return cast<O>(x); });
        });
    });
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::Cast, prepareCast},
    KernelEntry{BuiltinOperator::Dequantize, prepareDequantize},
    KernelEntry{BuiltinOperator::Quantize, prepareQuantize},
};

}  // namespace

std::span<const KernelEntry> quantizeKernels() { return kKernels; }

}  // namespace thimble::interp
