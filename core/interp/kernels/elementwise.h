#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "core/base/result.h"
#include "core/interp/kernels/activation_range.h"
#include "core/interp/operator_call.h"

namespace thimble::interp {

/// One input and one output of the same type and number of elements.
[[nodiscard]] inline Result<void> requireAlike(const OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(1));
    THIMBLE_CHECK(call.requireSameType(call.input(0), call.output()));
    return call.requireSameElements(call.input(0), call.output());
}

/// That, and both quantized.
[[nodiscard]] inline Result<void> requireAlikeQuantized(const OperatorCall& call) {
    THIMBLE_CHECK(requireAlike(call));
    THIMBLE_CHECK(requireAffine(call, call.input(0)));
    return requireAffine(call, call.output());
}

/// The step out[i] = f(in[i]) for input 0 and output 0, which have as many elements.
template <typename T, typename O, typename F>
[[nodiscard]] Step mapStep(const OperatorCall& call, const F& f) {
    return [f, in = call.in<T>(0), out = call.out<O>()](Frame& frame) -> Result<bool> {
        std::ranges::transform(in.of(frame), out.of(frame).begin(), f);
        return true;
    };
}

/// The same for 8-bit elements, by a table that is made now.
template <typename T, typename F>
[[nodiscard]] Step tableStep(const OperatorCall& call, const F& f) {
    constexpr int kLowest = +std::numeric_limits<T>::min();
    std::array<T, 256> table{};
    for (int x = 0; x < 256; ++x)
        table[static_cast<std::size_t>(x)] = static_cast<T>(f(static_cast<T>(x + kLowest)));
    return mapStep<T, T>(call,
                         [table](T x) { return table[static_cast<std::size_t>(x - kLowest)]; });
}

/// The 8-bit step of a function of real numbers.
///   source   TFLite lite/kernels/internal/common.h LUTPopulateInt8
template <typename T, typename F>
[[nodiscard]] Step realTableStep(const OperatorCall& call, const F& f) {
    const TensorInfo& in = call.input(0);
    const TensorInfo& out = call.output();
    const float inverse = 1 / out.scale;
    return tableStep<T>(call, [&](T x) {
        const float real = in.scale * static_cast<float>(x - in.zeroPoint);
        const float steps = std::round(f(real) * inverse) + static_cast<float>(out.zeroPoint);
        const IntegerRange all = valuesOf(out.type);
        if (std::isnan(steps)) return all.lowest;
        return static_cast<std::int32_t>(
            std::clamp(steps, static_cast<float>(all.lowest), static_cast<float>(all.highest)));
    });
}

}  // namespace thimble::interp
