#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace thimble::interp {

/// A function from int16 to int16 by 512 straight lines.
///   source   TFLite lite/kernels/internal/common.h LUTPopulateInt16, LUTLookup
struct Table16 {
    std::array<std::int16_t, 513> values{};
    [[nodiscard]] std::int16_t operator()(std::int16_t x) const {
        const int line = 256 + (x >> 7);
        const auto index = static_cast<std::size_t>(line);
        const int base = values[index];
        // TFLM keeps the slope in 16 bits.
        const auto slope = static_cast<std::int16_t>(values[index + 1] - base);
        return static_cast<std::int16_t>(base + ((slope * (x & 0x7F) + 64) >> 7));
    }
};

/// How an int16 stands for a real number.
struct Scale16 {
    float scale = 1;
    std::int32_t zeroPoint = 0;
};

/// The table of a function of real numbers.
[[nodiscard]] Table16 makeTable16(Scale16 input, Scale16 output, float (*function)(float));

}  // namespace thimble::interp
