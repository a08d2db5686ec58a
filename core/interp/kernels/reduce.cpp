// SUM, MEAN, REDUCE_MAX, REDUCE_MIN, REDUCE_PROD, REDUCE_ALL and REDUCE_ANY along constant axes.
// Elements are taken in the order in which they stand, as TFLM does: for floats that counts.
//   source   TFLM micro/kernels/reduce_common.cc, TFLite internal/reference/reduce.h

#include "core/interp/kernels/reduce.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/interp/kernels/families.h"
#include "core/interp/kernels/movement.h"
#include "core/interp/kernels/strided_copy.h"

namespace thimble::interp {

namespace {

using Loop = Reduction::Loop;

/// A factor divided by a count. Bits that this costs are made up for by a larger multiplier, as far
/// as the shift to the right stays below 32.
Multiplier dividedBy(Multiplier factor, std::int64_t count) {
    const auto bits = static_cast<int>(std::bit_width(static_cast<std::uint64_t>(count))) - 1;
    const int shift = std::min({bits, 32, 31 + factor.shift});
    return {static_cast<std::int32_t>((std::int64_t{factor.multiplier} << shift) / count),
            factor.shift - shift};
}

template <typename T, typename A, typename Combine>
const T* visit(std::span<const Loop> loops, const T* in, A* out, const Combine& combine) {
    if (loops.empty()) {
        *out = combine(*out, *in);
        return in + 1;
    }
    const Loop& loop = loops.front();
    if (loops.size() > 1) {
        for (std::size_t i = 0; i < loop.count; ++i)
            in = visit(loops.subspan(1), in, out + i * loop.stride, combine);
        return in;
    }
    for (std::size_t i = 0; i < loop.count; ++i)
        out[i * loop.stride] = combine(out[i * loop.stride], in[i]);
    return in + loop.count;
}

/// out[o] = combine(out[o], in[i]) for all of the input.
template <typename T, typename A, typename Combine>
void reduce(const Reduction& reduction, std::span<const T> in, std::span<A> out,
            const Combine& combine) {
    if (!in.empty()) visit(std::span(reduction.loops), in.data(), out.data(), combine);
}

/// Reduces in the type itself, from `initial` on.
template <typename T, typename Combine>
Step plainStep(const OperatorCall& call, const Reduction& reduction, T initial, Combine combine) {
    return [from = call.in<T>(0), to = call.out<T>(), reduction, initial,
            combine](Frame& frame) -> Result<bool> {
        const std::span<T> out = to.of(frame);
        std::ranges::fill(out, initial);
        reduce(reduction, from.of(frame), out, combine);
        return true;
    };
}

/// Wraps around, as on every target.
template <typename T>
T sum(T a, T b) {
    if constexpr (std::is_floating_point_v<T>)
        return a + b;
    else
        return static_cast<T>(static_cast<std::make_unsigned_t<T>>(a) +
                              static_cast<std::make_unsigned_t<T>>(b));
}

template <typename T>
T product(T a, T b) {
    if constexpr (std::is_floating_point_v<T>)
        return a * b;
    else
        return static_cast<T>(static_cast<std::make_unsigned_t<T>>(a) *
                              static_cast<std::make_unsigned_t<T>>(b));
}

Step floatMeanStep(const OperatorCall& call, const Reduction& reduction) {
    return [from = call.in<float>(0), to = call.out<float>(),
            reduction](Frame& frame) -> Result<bool> {
        const std::span<float> out = to.of(frame);
        std::ranges::fill(out, 0.0F);
        reduce(reduction, from.of(frame), out, sum<float>);
        if (reduction.perOutput > 0)
            for (float& value : out) value /= static_cast<float>(reduction.perOutput);
        return true;
    };
}

/// Towards zero.
template <typename T>
Step integerMeanStep(const OperatorCall& call, const Reduction& reduction) {
    return [from = call.in<T>(0), to = call.out<T>(), reduction](Frame& frame) -> Result<bool> {
        std::vector<std::int64_t> sums(to.size);
        reduce(reduction, from.of(frame), std::span(sums),
               [](std::int64_t a, T b) { return sum<std::int64_t>(a, b); });
        const std::span<T> out = to.of(frame);
        for (std::size_t i = 0; i < out.size(); ++i)
            out[i] = reduction.perOutput > 0 ? static_cast<T>(sums[i] / reduction.perOutput) : T{0};
        return true;
    };
}

template <typename T>
Result<Step> quantizedSumStep(const OperatorCall& call, const Reduction& reduction, bool mean) {
    const TensorInfo &input = call.input(0), &output = call.output();
    THIMBLE_CHECK(call.requireQuantized(input));
    THIMBLE_CHECK(call.requireQuantized(output));
    const Multiplier factor = mean ? meanFactor(input, output, reduction.perOutput)
                                   : quantizeMultiplier(static_cast<double>(input.scale) /
                                                        static_cast<double>(output.scale));
    return [from = call.in<T>(0), to = call.out<T>(), reduction, factor,
            zeros = input.zeroPoint * reduction.perOutput,
            zeroPoint = output.zeroPoint](Frame& frame) -> Result<bool> {
        std::vector<std::int32_t> sums(to.size);
        reduce(reduction, from.of(frame), std::span(sums),
               [](std::int32_t a, T b) { return wrappingAdd(a, b); });
        const std::span<T> out = to.of(frame);
        for (std::size_t i = 0; i < out.size(); ++i) {
            const auto centred = static_cast<std::int32_t>(sums[i] - zeros);
            const std::int64_t value = std::int64_t{requantise(centred, factor)} + zeroPoint;
            out[i] =
                reduction.perOutput == 0
                    ? T{0}
                    : static_cast<T>(std::clamp<std::int64_t>(value, std::numeric_limits<T>::min(),
                                                              std::numeric_limits<T>::max()));
        }
        return true;
    };
}

Result<Step> prepareSumOrMean(OperatorCall& call) {
    THIMBLE_TRY(const Reduction r, reductionOf(call));
    const bool mean = call.code() == BuiltinOperator::Mean;
    switch (call.input(0).type) {
        case TensorType::Float32:
            return mean ? floatMeanStep(call, r) : plainStep(call, r, 0.0F, sum<float>);
        case TensorType::Int8: return quantizedSumStep<std::int8_t>(call, r, mean);
        case TensorType::UInt8: return quantizedSumStep<std::uint8_t>(call, r, mean);
        case TensorType::Int16: return quantizedSumStep<std::int16_t>(call, r, mean);
        case TensorType::Int32:
            return mean ? integerMeanStep<std::int32_t>(call, r)
                        : plainStep(call, r, std::int32_t{0}, sum<std::int32_t>);
        case TensorType::Int64:
            return mean ? integerMeanStep<std::int64_t>(call, r)
                        : plainStep(call, r, std::int64_t{0}, sum<std::int64_t>);
        default: return call.failType(call.input(0));
    }
}

template <typename T>
Step extremeStep(const OperatorCall& call, const Reduction& r) {
    using Limits = std::numeric_limits<T>;
    if (call.code() == BuiltinOperator::ReduceMax)
        return plainStep(call, r, Limits::lowest(), [](T a, T b) { return b > a ? b : a; });
    return plainStep(call, r, Limits::max(), [](T a, T b) { return b < a ? b : a; });
}

Result<Step> prepareExtreme(OperatorCall& call) {
    THIMBLE_TRY(const Reduction r, reductionOf(call));
    const TensorInfo &input = call.input(0), &output = call.output();
    if (input.scale != output.scale || input.zeroPoint != output.zeroPoint)
        return call.fail("there is no kernel for different scales");
    switch (input.type) {
        case TensorType::Float32: return extremeStep<float>(call, r);
        case TensorType::Int8: return extremeStep<std::int8_t>(call, r);
        case TensorType::UInt8: return extremeStep<std::uint8_t>(call, r);
        case TensorType::Int16: return extremeStep<std::int16_t>(call, r);
        case TensorType::Int32: return extremeStep<std::int32_t>(call, r);
        case TensorType::Int64: return extremeStep<std::int64_t>(call, r);
        default: return call.failType(input);
    }
}

Result<Step> prepareProduct(OperatorCall& call) {
    THIMBLE_TRY(const Reduction r, reductionOf(call));
    switch (call.input(0).type) {
        case TensorType::Float32: return plainStep(call, r, 1.0F, product<float>);
        case TensorType::Int32: return plainStep(call, r, std::int32_t{1}, product<std::int32_t>);
        case TensorType::Int64: return plainStep(call, r, std::int64_t{1}, product<std::int64_t>);
        default: return call.failType(call.input(0));
    }
}

/// Bytes, so that whatever is not zero counts as true.
Result<Step> prepareLogical(OperatorCall& call) {
    THIMBLE_TRY(const Reduction r, reductionOf(call));
    THIMBLE_CHECK(call.requireType(call.input(0), TensorType::Bool));
    using Flag = std::uint8_t;
    if (call.code() == BuiltinOperator::ReduceAll)
        return plainStep(call, r, Flag{1}, [](Flag a, Flag b) -> Flag { return a != 0 && b != 0; });
    return plainStep(call, r, Flag{0}, [](Flag a, Flag b) -> Flag { return a != 0 || b != 0; });
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::Mean, prepareSumOrMean},
    KernelEntry{BuiltinOperator::ReduceAll, prepareLogical},
    KernelEntry{BuiltinOperator::ReduceAny, prepareLogical},
    KernelEntry{BuiltinOperator::ReduceMax, prepareExtreme},
    KernelEntry{BuiltinOperator::ReduceMin, prepareExtreme},
    KernelEntry{BuiltinOperator::ReduceProd, prepareProduct},
    KernelEntry{BuiltinOperator::Sum, prepareSumOrMean},
};

}  // namespace

Result<Reduction> reductionOf(const OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(2));
    const TensorInfo &input = call.input(0), &output = call.output();
    THIMBLE_CHECK(call.requireSameType(input, output));
    THIMBLE_TRY(const auto axes, requireConstantIntegers(call, 1));
    std::vector<bool> reduced(input.shape.size());
    for (const std::int64_t value : axes) {
        if (input.shape.empty()) break;  // a scalar has none, whatever they are
        THIMBLE_TRY(const std::size_t axis, axisOf(call, value, input.shape.size()));
        reduced[axis] = true;
    }
    Reduction reduction{{}, 1};
    std::vector<std::int32_t> kept = input.shape;
    for (std::size_t i = 0; i < kept.size(); ++i)
        if (reduced[i]) kept[i] = 1;
    const std::vector<std::int64_t> strides = denseStrides(kept);
    std::size_t outputs = 1;
    for (std::size_t i = 0; i < kept.size(); ++i) {
        outputs *= static_cast<std::size_t>(kept[i]);
        // An empty input is never visited, but what it would take could overflow.
        if (reduced[i] && input.elements > 0) reduction.perOutput *= input.shape[i];
        const Reduction::Loop loop{static_cast<std::size_t>(input.shape[i]),
                                   reduced[i] ? 0 : static_cast<std::size_t>(strides[i])};
        std::vector<Reduction::Loop>& loops = reduction.loops;
        if (loop.count == 1) continue;
        if (!loops.empty() && loops.back().stride == loop.stride * loop.count)
            loops.back() = {loops.back().count * loop.count, loop.stride};
        else
            loops.push_back(loop);
    }
    if (input.elements == 0) reduction = {};
    if (outputs != output.elements) return call.fail("its output is not what its axes leave over");
    return reduction;
}

Multiplier meanFactor(const TensorInfo& input, const TensorInfo& output, std::int64_t count) {
    const Multiplier factor =
        quantizeMultiplier(static_cast<double>(input.scale) / static_cast<double>(output.scale));
    return count > 0 ? dividedBy(factor, count) : factor;
}

std::span<const KernelEntry> reduceKernels() { return kKernels; }

}  // namespace thimble::interp
