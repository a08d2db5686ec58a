// ARG_MAX, ARG_MIN and CUMSUM: along one axis.

#include <algorithm>
#include <array>
#include <limits>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/interp/kernels/families.h"
#include "core/interp/kernels/movement.h"
#include "core/interp/requantise.h"

namespace thimble::interp {

namespace {

/// A tensor as [outer, size, inner] with an axis in the middle.
struct Lines {
    std::size_t outer = 1, size = 1, inner = 1;
};

Result<Lines> linesOf(const OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(2));
    const TensorInfo& input = call.input(0);
    THIMBLE_TRY(const auto axisValue, requireConstantIntegers(call, 1));
    if (axisValue.size() != 1) return call.fail("its axis is not one number");
    THIMBLE_TRY(const std::size_t axis, axisOf(call, axisValue[0], input.shape.size()));
    if (input.elements == 0) return Lines{0, static_cast<std::size_t>(input.shape[axis]), 0};
    return Lines{elementsAmong(input.shape, 0, axis), static_cast<std::size_t>(input.shape[axis]),
                 elementsAmong(input.shape, axis + 1, input.shape.size())};
}

/// The first of several that are equal; a NaN is neither larger nor smaller than anything.
template <typename T, typename Index, typename Better>
Step extremeStep(const OperatorCall& call, const Lines& lines, Better better) {
    return [from = call.in<T>(0), to = call.out<Index>(), lines,
            better](Frame& frame) -> Result<bool> {
        const T* in = from.of(frame).data();
        Index* out = to.of(frame).data();
        for (std::size_t o = 0; o < lines.outer; ++o, in += lines.size * lines.inner)
            for (std::size_t i = 0; i < lines.inner; ++i) {
                std::size_t best = 0;
                for (std::size_t k = 1; k < lines.size; ++k)
                    if (better(in[k * lines.inner + i], in[best * lines.inner + i])) best = k;
                *out++ = static_cast<Index>(best);
            }
        return true;
    };
}

template <typename T>
Result<Step> extremeStep(const OperatorCall& call, const Lines& lines) {
    const bool wide = call.output().type == TensorType::Int64;
    if (!wide) THIMBLE_CHECK(call.requireType(call.output(), TensorType::Int32));
    const auto with = [&](auto better) {
        return wide ? extremeStep<T, std::int64_t>(call, lines, better)
                    : extremeStep<T, std::int32_t>(call, lines, better);
    };
    if (call.code() == BuiltinOperator::ArgMax) return with([](T a, T b) { return a > b; });
    return with([](T a, T b) { return a < b; });
}

Result<Step> prepareArgExtreme(OperatorCall& call) {
    THIMBLE_TRY(const Lines lines, linesOf(call));
    if (call.output().elements != lines.outer * lines.inner)
        return call.fail("its output has not one element per line of its input");
    switch (call.input(0).type) {
        case TensorType::Float32: return extremeStep<float>(call, lines);
        case TensorType::Int8: return extremeStep<std::int8_t>(call, lines);
        case TensorType::UInt8:
        case TensorType::Bool: return extremeStep<std::uint8_t>(call, lines);
        case TensorType::Int16: return extremeStep<std::int16_t>(call, lines);
        case TensorType::Int32: return extremeStep<std::int32_t>(call, lines);
        default: return call.failType(call.input(0));
    }
}

struct Direction {
    bool exclusive = false;  ///< without the element itself
    bool reverse = false;    ///< from the end
};

/// Calls add(accumulator, element) along every line, and makes elements of the accumulator.
template <typename T, typename A, typename Add, typename Give>
Step cumulativeStep(const OperatorCall& call, const Lines& lines, A initial, Add add, Give give) {
    const Direction direction{call.flag("exclusive"), call.flag("reverse")};
    return [from = call.in<T>(0), to = call.out<T>(), lines, direction, initial, add,
            give](Frame& frame) -> Result<bool> {
        const T* in = from.of(frame).data();
        T* out = to.of(frame).data();
        for (std::size_t o = 0; o < lines.outer; ++o)
            for (std::size_t i = 0; i < lines.inner; ++i) {
                A accumulator = initial;
                for (std::size_t k = 0; k < lines.size; ++k) {
                    const std::size_t place = direction.reverse ? lines.size - 1 - k : k;
                    const std::size_t at = (o * lines.size + place) * lines.inner + i;
                    const A next = add(accumulator, in[at]);
                    out[at] = give(direction.exclusive ? accumulator : next);
                    accumulator = next;
                }
            }
        return true;
    };
}

/// Values are summed with 20 bits behind the point, halved. The accumulator starts at the zero
/// point, not at nothing: so does TFLM's.
///   source   TFLM micro/kernels/cumsum.cc, TFLite internal/reference/cumsum.h
Result<Step> quantizedCumsum(const OperatorCall& call, const Lines& lines) {
    const TensorInfo &input = call.input(0), &output = call.output();
    THIMBLE_CHECK(call.requireQuantized(input));
    THIMBLE_CHECK(call.requireQuantized(output));
    constexpr int kShift = 20;
    const double back =
        2 * static_cast<double>(input.scale) / ((1 << kShift) * static_cast<double>(output.scale));
    if (back >= 1) return call.fail("its output's scale is too small");
    if (input.zeroPoint < -128 || input.zeroPoint > 127)
        return call.fail("its zero point is no value of its type");
    const Multiplier half = quantizeMultiplier(0.5), factor = quantizeMultiplier(back);
    if (factor.shift > 0) return call.fail("its output's scale is too small");
    const auto scaled = [half](std::int32_t value) {
        return requantise(value * (1 << kShift), half);
    };
    return cumulativeStep<std::int8_t>(
        call, lines, scaled(-input.zeroPoint),
        [scaled, zero = input.zeroPoint](std::int32_t sum, std::int8_t value) {
            return wrappingAdd(sum, scaled(value - zero));
        },
        [factor, zero = output.zeroPoint](std::int32_t sum) {
            const std::int64_t value = std::int64_t{requantise(sum, factor)} + zero;
            return static_cast<std::int8_t>(std::clamp<std::int64_t>(value, -128, 127));
        });
}

template <typename T>
Step plainCumsum(const OperatorCall& call, const Lines& lines) {
    return cumulativeStep<T>(
        call, lines, T{0},
        [](T a, T b) {
            if constexpr (std::is_floating_point_v<T>)
                return a + b;
            else {
                using U = std::make_unsigned_t<T>;
                return static_cast<T>(static_cast<U>(a) + static_cast<U>(b));
            }
        },
        [](T sum) { return sum; });
}

Result<Step> prepareCumsum(OperatorCall& call) {
    THIMBLE_TRY(const Lines lines, linesOf(call));
    THIMBLE_CHECK(call.requireSameType(call.input(0), call.output()));
    THIMBLE_CHECK(call.requireSameShape(call.input(0), call.output()));
    switch (call.input(0).type) {
        case TensorType::Float32: return plainCumsum<float>(call, lines);
        case TensorType::Int8: return quantizedCumsum(call, lines);
        case TensorType::Int32: return plainCumsum<std::int32_t>(call, lines);
        case TensorType::Int64: return plainCumsum<std::int64_t>(call, lines);
        default: return call.failType(call.input(0));
    }
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::ArgMax, prepareArgExtreme},
    KernelEntry{BuiltinOperator::ArgMin, prepareArgExtreme},
    KernelEntry{BuiltinOperator::Cumsum, prepareCumsum},
};

}  // namespace

std::span<const KernelEntry> alongAxisKernels() { return kKernels; }

}  // namespace thimble::interp
