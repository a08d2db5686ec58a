#pragma once

#include <vector>

#include "core/base/units.h"

namespace thimble::ui {

/// A vertical axis from 0 bytes at the bottom to `maximum` at the top, in pixels.
struct ByteAxis {
    Bytes maximum = 1;
    Bytes tickStep = 1;  ///< a power of two, so that marks are round in bytes and in KiB
    int top = 0;         ///< pixel row of `maximum`
    int bottom = 0;      ///< pixel row of 0: the first one below the bars

    [[nodiscard]] int y(Bytes bytes) const;
    /// Ascending, from 0; none above `maximum`.
    [[nodiscard]] std::vector<Bytes> ticks() const;
    friend bool operator==(const ByteAxis&, const ByteAxis&) = default;
};

/// Marks are at least `tickDistance` pixels apart.
[[nodiscard]] ByteAxis makeByteAxis(Bytes maximum, int top, int bottom, int tickDistance);

}  // namespace thimble::ui
