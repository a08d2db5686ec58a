#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "core/base/result.h"
#include "core/interp/kernels/activation_range.h"

namespace thimble::interp {

/// What a fused activation leaves of values that mean themselves: float, int32 or int64.
template <typename T>
struct PlainRange {
    T lowest = std::numeric_limits<T>::lowest();
    T highest = std::numeric_limits<T>::max();
    [[nodiscard]] constexpr T clamp(T x) const { return std::min(std::max(x, lowest), highest); }
};

template <typename T>
[[nodiscard]] Result<PlainRange<T>> plainRange(const OperatorCall& call, std::int64_t activation) {
    THIMBLE_TRY(const FloatRange bounds, floatActivationRange(call, activation));
    PlainRange<T> range;
    if (bounds.lowest >= -1) range.lowest = static_cast<T>(bounds.lowest);
    if (bounds.highest <= 6) range.highest = static_cast<T>(bounds.highest);
    return range;
}

/// f(a, b), where integers that overflow lose their upper bits, as on every target.
template <typename T, typename F>
[[nodiscard]] constexpr T wrapping(const F& f, T a, T b) {
    if constexpr (std::is_integral_v<T>) {
        using U = std::make_unsigned_t<T>;
        return static_cast<T>(f(static_cast<U>(a), static_cast<U>(b)));
    } else {
        return f(a, b);
    }
}

}  // namespace thimble::interp
