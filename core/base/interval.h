#pragma once

#include <algorithm>
#include <cstdint>

#include "core/base/units.h"

namespace thimble {

/// [first, last): the one interval type, for steps of a schedule and bytes of an arena alike.
template <typename T>
struct HalfOpen {
    T first{};
    T last{};

    [[nodiscard]] constexpr bool overlaps(HalfOpen other) const {
        return std::max(first, other.first) < std::min(last, other.last);
    }
    [[nodiscard]] constexpr bool contains(T value) const { return first <= value && value < last; }
    [[nodiscard]] constexpr bool empty() const { return last <= first; }
    [[nodiscard]] constexpr T length() const { return empty() ? T{} : last - first; }

    friend constexpr bool operator==(const HalfOpen&, const HalfOpen&) = default;
};

using LiveRange = HalfOpen<std::int32_t>;  ///< written at step 2, last read at step 5: [2, 6)
using ByteRange = HalfOpen<Bytes>;

}  // namespace thimble
