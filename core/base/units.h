#pragma once

#include <cstdint>

namespace thimble {

/// A size or an offset in bytes. Signed, so that a difference is a value like any other.
using Bytes = std::int64_t;

/// Multiply-accumulate operations; one MAC is what other tools count as two FLOPs.
using Macs = std::int64_t;

/// The next multiple of `alignment` (a power of two) at or above `size` (not negative).
[[nodiscard]] constexpr Bytes alignUp(Bytes size, Bytes alignment) {
    return (size + alignment - 1) & ~(alignment - 1);
}

}  // namespace thimble
