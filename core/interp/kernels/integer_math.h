#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

namespace thimble::interp {

// Functions of whole numbers, rounded as TFLM's signal library does.
//   source   TFLM signal/src: square_root_32.cc, square_root_64.cc, log.cc, pcan_argc_fixed.cc

/// Rounded to nearest, at most `kMost`: the root of a 32-bit number stays within 16 bits.
template <typename T, std::uint32_t kMost>
[[nodiscard]] constexpr std::uint32_t digitwiseRoot(T x) {
    if (x == 0) return 0;
    T root = 0;
    for (T bit = T{1} << ((std::bit_width(x) - 1) / 2 * 2); bit != 0; bit >>= 2U) {
        const bool fits = x >= root + bit;
        if (fits) x -= root + bit;
        root = (root >> 1U) + (fits ? bit : T{0});
    }
    return static_cast<std::uint32_t>(x > root && root != kMost ? root + 1 : root);
}

/// TFLM takes the shorter way, with its smaller bound, where 32 bits are enough.
[[nodiscard]] constexpr std::uint32_t squareRoot(std::uint64_t x) {
    if (x >> 32U == 0) return digitwiseRoot<std::uint32_t, 0xFFFF>(static_cast<std::uint32_t>(x));
    return digitwiseRoot<std::uint64_t, 0xFFFFFFFF>(x);
}

/// log2(1 + i / 128) - i / 128 in 65536ths: by how much the logarithm is above its chord.
[[nodiscard]] inline const std::array<std::int32_t, 129>& logExcess() {
    static const auto kTable = [] {
        std::array<std::int32_t, 129> table{};
        for (std::size_t i = 0; i < table.size(); ++i) {
            const double x = static_cast<double>(i) / 128;
            table[i] = static_cast<std::int32_t>(std::lround(65536 * (std::log2(1 + x) - x)));
        }
        return table;
    }();
    return kTable;
}

/// scale * ln(x); x > 0. What does not fit is lost.
[[nodiscard]] inline std::uint32_t naturalLog(std::uint32_t x, std::uint32_t scale) {
    constexpr std::uint32_t kHalf = 1U << 15U, kLn2 = 45426;  // in 65536ths
    const auto whole = static_cast<std::uint32_t>(std::bit_width(x)) - 1;
    const std::uint32_t above = x - (1U << whole);
    const std::uint32_t fraction = whole < 16 ? above << (16 - whole) : above >> (whole - 16);
    const std::size_t segment = fraction >> 9U;
    const std::int32_t low = logExcess()[segment], high = logExcess()[segment + 1];
    // The table has 128 segments of 512: the slope is a 128th of what it should be, as in TFLM.
    const std::int32_t slope = ((high - low) * static_cast<std::int32_t>(fraction & 511U)) >> 16;
    const std::uint32_t log2 = (whole << 16U) + fraction + static_cast<std::uint32_t>(low + slope);
    const auto log = static_cast<std::uint32_t>((std::uint64_t{kLn2} * log2 + kHalf) >> 16U);
    return (scale * log + kHalf) >> 16U;
}

/// How many entries of its table interpolatedGain looks at: four per bit of x.
[[nodiscard]] constexpr std::size_t gainEntries(std::uint32_t x) {
    return x <= 2 ? x + 1 : 4 * static_cast<std::size_t>(std::bit_width(x)) - 3;
}

/// A function given by a parabola for every power of two, each three entries of `table`.
[[nodiscard]] constexpr std::int16_t interpolatedGain(std::uint32_t x,
                                                      std::span<const std::int16_t> table) {
    if (x <= 2) return table[x];
    const auto bits = static_cast<unsigned>(std::bit_width(x));
    const std::size_t at = 4 * std::size_t{bits} - 6;
    const auto fraction =
        static_cast<std::int32_t>((bits < 11 ? x << (11 - bits) : x >> (bits - 11)) & 0x3FFU);
    std::int64_t result = (std::int32_t{table[at + 2]} * fraction) >> 5;
    result += std::int64_t{table[at + 1]} * 32;
    result = static_cast<std::int32_t>(result * fraction);
    return static_cast<std::int16_t>(((result + (1 << 14)) >> 15) + table[at]);
}

}  // namespace thimble::interp
