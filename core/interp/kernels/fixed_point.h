#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>

#include "core/interp/requantise.h"

// Functions of fixed-point numbers, equal to TFLM's to the last bit. A number of "q bits" is an
// int32 that means value / 2^(31 - bits): q0 reaches from -1 to 1.
//   source   gemmlowp fixedpoint/fixedpoint.h; TFLite lite/kernels/internal/common.h
namespace thimble::interp::fixed {

inline constexpr std::int32_t kHighest = std::numeric_limits<std::int32_t>::max();
inline constexpr std::int32_t kLowest = std::numeric_limits<std::int32_t>::min();

/// x * 2^exponent, saturated where it grows, rounded where it shrinks.
[[nodiscard]] constexpr std::int32_t scaled(std::int32_t x, int exponent) {
    if (exponent <= 0) return roundingShift(x, std::min(-exponent, 31));
    const std::int64_t wide = std::int64_t{x} << std::min(exponent, 31);
    return static_cast<std::int32_t>(
        std::clamp(wide, std::int64_t{kLowest}, std::int64_t{kHighest}));
}

[[nodiscard]] constexpr std::int32_t wrappingSub(std::int32_t a, std::int32_t b) {
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(a) - static_cast<std::uint32_t>(b));
}

/// (a + b) / 2, halves away from zero.
[[nodiscard]] constexpr std::int32_t half(std::int32_t a, std::int32_t b) {
    const std::int64_t sum = std::int64_t{a} + b;
    return static_cast<std::int32_t>((sum + (sum >= 0 ? 1 : -1)) / 2);
}

/// Leading zeros of x as an unsigned number; 32 of 0.
[[nodiscard]] constexpr int leadingZeros(std::int32_t x) {
    return std::countl_zero(static_cast<std::uint32_t>(x));
}

/// e^x in q0 for x <= 0 of `bits` integer bits, at most 5.
[[nodiscard]] std::int32_t expOfNegative(std::int32_t x, int bits);

/// 1 / (1 + x) in q0, x in q0 from 0 to 1.
[[nodiscard]] std::int32_t oneOverOnePlus(std::int32_t x);

/// In q0, for any x of `bits` integer bits.
[[nodiscard]] std::int32_t logistic(std::int32_t x, int bits);
[[nodiscard]] std::int32_t tanh(std::int32_t x, int bits);

/// ln x in q5, for x >= 1 in q12.
[[nodiscard]] std::int32_t logOfQ12(std::int32_t x);

/// 1 / x = inverse / 2^31 / 2^bitsOverUnit for x > 0 of `bits` integer bits.
struct Reciprocal {
    std::int32_t inverse = 0;
    int bitsOverUnit = 0;
};
[[nodiscard]] Reciprocal reciprocal(std::int32_t x, int bits);

/// 1 / sqrt(x) for an integer x; of 0 as of 1.
[[nodiscard]] Multiplier inverseSqrt(std::int32_t x);

}  // namespace thimble::interp::fixed
