// Products and quotients: MUL, DIV, FLOOR_DIV, FLOOR_MOD.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "core/interp/kernels/broadcast.h"
#include "core/interp/kernels/families.h"
#include "core/interp/kernels/fixed_point.h"
#include "core/interp/kernels/pair_scale.h"
#include "core/interp/kernels/plain_range.h"

namespace thimble::interp {

namespace {

Result<Broadcast> sameTypes(const OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(2));
    THIMBLE_CHECK(call.requireSameType(call.input(0), call.input(1)));
    THIMBLE_CHECK(call.requireSameType(call.input(0), call.output()));
    return broadcastInputs(call);
}

/// All three operands of a quantized kernel; the factor stays to be set.
Result<OutputScale> quantizedOutput(const OperatorCall& call) {
    THIMBLE_CHECK(requireAffine(call, call.input(0)));
    THIMBLE_CHECK(requireAffine(call, call.input(1)));
    OutputScale output{{}, call.output().zeroPoint, {}};
    THIMBLE_TRY(output.range,
                activationRange(call, call.output(), call.option("fused_activation_function")));
    return output;
}

template <typename T>
Result<Step> multiplyPlain(const OperatorCall& call, const Broadcast& walk) {
    THIMBLE_TRY(const PlainRange<T> range,
                plainRange<T>(call, call.option("fused_activation_function")));
    return broadcastStep<T, T, T>(call, walk, [range](T a, T b) {
        return range.clamp(wrapping<T>([](auto x, auto y) { return x * y; }, a, b));
    });
}

template <typename T>
Result<Step> multiplyQuantized(const OperatorCall& call, const Broadcast& walk) {
    const TensorInfo& a = call.input(0);
    const TensorInfo& b = call.input(1);
    THIMBLE_TRY(OutputScale output, quantizedOutput(call));
    output.factor = quantizeMultiplier(static_cast<double>(a.scale) * static_cast<double>(b.scale) /
                                       static_cast<double>(call.output().scale));
    if (a.type == TensorType::Int16 && (a.zeroPoint != 0 || b.zeroPoint != 0 || output.zero != 0))
        return call.fail("its zero points are not 0");
    const auto product = [output, zeroA = a.zeroPoint, zeroB = b.zeroPoint](T x, T y) {
        return static_cast<T>(output((x - zeroA) * (y - zeroB)));
    };
    return broadcastStep<T, T, T>(call, walk, product);
}

Result<Step> prepareMul(OperatorCall& call) {
    THIMBLE_TRY(const Broadcast walk, sameTypes(call));
    switch (call.output().type) {
        case TensorType::Float32: return multiplyPlain<float>(call, walk);
        case TensorType::Int32: return multiplyPlain<std::int32_t>(call, walk);
        case TensorType::Int64: return multiplyPlain<std::int64_t>(call, walk);
        case TensorType::Int8: return multiplyQuantized<std::int8_t>(call, walk);
        case TensorType::UInt8: return multiplyQuantized<std::uint8_t>(call, walk);
        case TensorType::Int16: return multiplyQuantized<std::int16_t>(call, walk);
        default: return call.failType(call.output());
    }
}

/// A step that fails when a divisor is 0, before it has written anything.
template <typename T, typename F>
Step quotientStep(const OperatorCall& call, const Broadcast& walk, const F& f, T zero = {}) {
    const Error byZero = call.fail("division by 0").value();
    return [byZero, zero, divisors = call.in<T>(1),
            divide = broadcastStep<T, T, T>(call, walk, f)](Frame& frame) -> Result<bool> {
        for (const T divisor : divisors.of(frame))
            if (divisor == zero) return tl::unexpected<Error>(byZero);
        return divide(frame);
    };
}

/// a / b for integers; the one quotient that overflows wraps around.
template <typename T>
T truncatedQuotient(T a, T b) {
    if (b == -1) return wrapping<T>([](auto x, auto y) { return x - y; }, T{0}, a);
    return static_cast<T>(a / b);
}

template <typename T>
Result<Step> dividePlain(const OperatorCall& call, const Broadcast& walk) {
    THIMBLE_TRY(const PlainRange<T> range,
                plainRange<T>(call, call.option("fused_activation_function")));
    if constexpr (std::is_integral_v<T>) {
        return quotientStep<T>(call, walk,
                               [range](T a, T b) { return range.clamp(truncatedQuotient(a, b)); });
    } else {
        return broadcastStep<T, T, T>(call, walk, [range](T a, T b) { return range.clamp(a / b); });
    }
}

/// roundingShift, also by more than 31 bits, where the quotient is next to nothing. TFLM's own
/// shift is not defined there, and what comes out can be far from 0: an x86 shifts by the count
/// modulo 32, and rounds as if all bits were lost.
std::int32_t farShift(std::int32_t x, int exponent) {
    if (exponent <= 31) return roundingShift(x, exponent);
    return wrappingAdd(x >> (exponent % 32), x >= 0 ? 1 : 0);
}

template <typename T>
Result<Step> divideQuantized(const OperatorCall& call, const Broadcast& walk) {
    const TensorInfo& a = call.input(0);
    const TensorInfo& b = call.input(1);
    THIMBLE_TRY(OutputScale output, quantizedOutput(call));
    const float scale = a.scale / (b.scale * call.output().scale);
    if (!std::isfinite(scale)) return call.fail("its scales are too small");
    const Multiplier factor = quantizeMultiplier(static_cast<double>(scale));
    // What is left to shift never has to shift left: the quotient has been moved up by 22 or more.
    if (factor.shift > 22) return call.fail("its scales are too far apart");
    const auto quotient = [output, factor, zeroA = a.zeroPoint, zeroB = b.zeroPoint](T x, T y) {
        std::int32_t dividend = x - zeroA;
        const std::int32_t divisor = y - zeroB;
        if (divisor < 0) dividend = -dividend;
        const fixed::Reciprocal inverse = fixed::reciprocal(std::abs(divisor), 31);
        // Of an int32's 31 digits, those above the dividend's highest.
        const int headroom = fixed::leadingZeros(std::abs(dividend) - (dividend < 0 ? 1 : 0)) - 1;
        const std::int32_t unscaled =
            doublingHighMul(wrappingShift(dividend, headroom), inverse.inverse);
        const int shift = factor.shift - inverse.bitsOverUnit - headroom;
        const std::int32_t scaled = farShift(doublingHighMul(unscaled, factor.multiplier), -shift);
        return static_cast<T>(output.range.clamp(wrappingAdd(output.zero, scaled)));
    };
    return quotientStep<T>(call, walk, quotient, static_cast<T>(b.zeroPoint));
}

Result<Step> prepareDiv(OperatorCall& call) {
    THIMBLE_TRY(const Broadcast walk, sameTypes(call));
    switch (call.output().type) {
        case TensorType::Float32: return dividePlain<float>(call, walk);
        case TensorType::Int32: return dividePlain<std::int32_t>(call, walk);
        case TensorType::Int8: return divideQuantized<std::int8_t>(call, walk);
        case TensorType::UInt8: return divideQuantized<std::uint8_t>(call, walk);
        default: return call.failType(call.output());
    }
}

struct FloorQuotient {
    float operator()(float a, float b) const {
        return static_cast<float>(std::floor(static_cast<double>(a) / static_cast<double>(b)));
    }
    template <typename T>
    T operator()(T a, T b) const {
        const bool between = b != -1 && a % b != 0 && (a < 0) != (b < 0);
        return static_cast<T>(truncatedQuotient(a, b) - (between ? 1 : 0));
    }
};

/// With the sign of the divisor.
struct FloorRemainder {
    template <typename T>
    T operator()(T a, T b) const {
        T rest{};
        if constexpr (std::is_integral_v<T>)
            rest = b == -1 ? T{0} : static_cast<T>(a % b);
        else
            rest = std::fmod(a, b);
        return rest != 0 && (b < 0) != (rest < 0) ? static_cast<T>(rest + b) : rest;
    }
};

Result<Step> prepareFloorDiv(OperatorCall& call) {
    THIMBLE_TRY(const Broadcast walk, sameTypes(call));
    switch (call.output().type) {
        case TensorType::Float32: return quotientStep<float>(call, walk, FloorQuotient{});
        case TensorType::Int32: return quotientStep<std::int32_t>(call, walk, FloorQuotient{});
        default: return call.failType(call.output());
    }
}

Result<Step> prepareFloorMod(OperatorCall& call) {
    THIMBLE_TRY(const Broadcast walk, sameTypes(call));
    switch (call.output().type) {
        // A remainder by 0 is not a number, where FLOOR_DIV refuses.
        case TensorType::Float32:
            return broadcastStep<float, float, float>(call, walk, FloorRemainder{});
        case TensorType::Int32: return quotientStep<std::int32_t>(call, walk, FloorRemainder{});
        case TensorType::Int64: return quotientStep<std::int64_t>(call, walk, FloorRemainder{});
        default: return call.failType(call.output());
    }
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::Div, prepareDiv},
    KernelEntry{BuiltinOperator::FloorDiv, prepareFloorDiv},
    KernelEntry{BuiltinOperator::FloorMod, prepareFloorMod},
    KernelEntry{BuiltinOperator::Mul, prepareMul},
};

}  // namespace

std::span<const KernelEntry> mulKernels() { return kKernels; }

}  // namespace thimble::interp
