#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace thimble::interp {

// Fixed-point arithmetic of quantized kernels, equal to TFLM's to the last bit.
//   source   TFLite lite/kernels/internal/common.cc, quantization_util.cc (built with double
//            rounding, as TFLM is); gemmlowp fixedpoint/fixedpoint.h

/// A real factor as multiplier * 2^(shift - 31), 2^30 <= multiplier < 2^31 (or 0 for nothing).
struct Multiplier {
    std::int32_t multiplier = 0;
    int shift = 0;
    friend bool operator==(const Multiplier&, const Multiplier&) = default;
};

/// The nearest such factor; below 2^-32 it is 0. `factor` is finite.
[[nodiscard]] inline Multiplier quantizeMultiplier(double factor) {
    if (factor == 0) return {};
    int shift = 0;
    auto fixed = static_cast<std::int64_t>(std::round(std::frexp(factor, &shift) * (1LL << 31)));
    if (fixed == (1LL << 31)) {
        fixed /= 2;
        ++shift;
    }
    if (shift < -31) return {};
    return {static_cast<std::int32_t>(fixed), shift};
}

/// a * b / 2^31, rounded to nearest, halves upwards; the one product that overflows is saturated.
[[nodiscard]] constexpr std::int32_t doublingHighMul(std::int32_t a, std::int32_t b) {
    if (a == b && a == std::numeric_limits<std::int32_t>::min())
        return std::numeric_limits<std::int32_t>::max();
    return static_cast<std::int32_t>((std::int64_t{a} * b + (1LL << 30)) >> 31);
}

/// x / 2^exponent, rounded to nearest, halves away from zero; 0 <= exponent <= 31.
[[nodiscard]] constexpr std::int32_t roundingShift(std::int32_t x, int exponent) {
    const std::int64_t half = exponent == 0 ? 0 : 1LL << (exponent - 1);
    return static_cast<std::int32_t>((std::int64_t{x} + half - (x < 0 && exponent > 0 ? 1 : 0)) >>
                                     exponent);
}

/// x * 2^exponent with the bits that do not fit lost, as on every target; 0 <= exponent <= 31.
[[nodiscard]] constexpr std::int32_t wrappingShift(std::int32_t x, int exponent) {
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(x)
                                     << static_cast<unsigned>(exponent));
}

/// x * factor for a 32-bit accumulator, rounded twice as TFLM does.
[[nodiscard]] constexpr std::int32_t requantise(std::int32_t x, Multiplier factor) {
    const int left = std::clamp(factor.shift, 0, 31);
    const int right = std::clamp(-factor.shift, 0, 31);
    return roundingShift(doublingHighMul(wrappingShift(x, left), factor.multiplier), right);
}

/// The same for a 64-bit accumulator (16-bit kernels), |x| < 2^47: TFLM keeps 16 bits of the
/// multiplier and rounds once. -31 <= shift < 8.
[[nodiscard]] constexpr std::int32_t requantise(std::int64_t x, Multiplier factor) {
    const std::int64_t reduced = factor.multiplier < 0x7FFF0000
                                     ? (std::int64_t{factor.multiplier} + (1 << 15)) >> 16
                                     : 0x7FFF;
    const int shift = std::clamp(15 - factor.shift, 1, 62);
    const auto product = static_cast<std::uint64_t>(x) * static_cast<std::uint64_t>(reduced);
    return static_cast<std::int32_t>(static_cast<std::int64_t>(product + (1ULL << (shift - 1))) >>
                                     shift);
}

/// A sum that wraps around, as accumulators do on every target.
[[nodiscard]] constexpr std::int32_t wrappingAdd(std::int32_t a, std::int32_t b) {
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(a) + static_cast<std::uint32_t>(b));
}

}  // namespace thimble::interp
