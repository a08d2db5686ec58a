#include "core/interp/kernels/fixed_point.h"

#include <array>

namespace thimble::interp::fixed {

namespace {

/// The product of two numbers; its integer bits are theirs together.
constexpr std::int32_t mul(std::int32_t a, std::int32_t b) { return doublingHighMul(a, b); }
constexpr std::int32_t add(std::int32_t a, std::int32_t b) { return wrappingAdd(a, b); }
constexpr std::int32_t sub(std::int32_t a, std::int32_t b) { return wrappingSub(a, b); }

constexpr std::int32_t saturated(std::int64_t x) {
    return static_cast<std::int32_t>(std::clamp(x, std::int64_t{kLowest}, std::int64_t{kHighest}));
}

/// e^x in q0 for x in q0, -1/4 <= x < 0: four terms of the series around -1/8.
std::int32_t expNearZero(std::int32_t a) {
    constexpr std::int32_t kExpOfMinusEighth = 1895147668;
    constexpr std::int32_t kThird = 715827883;
    const std::int32_t x = add(a, 1 << 28);
    const std::int32_t x2 = mul(x, x);
    const std::int32_t x3 = mul(x2, x);
    const std::int32_t x4 = mul(x2, x2);
    const std::int32_t higher = scaled(add(mul(add(scaled(x4, -2), x3), kThird), x2), -1);
    return add(kExpOfMinusEighth, mul(kExpOfMinusEighth, add(x, higher)));
}

/// 2 / (1 + x) in q2 by Newton's method.
std::int32_t newtonInverse(std::int32_t x) {
    constexpr std::int32_t k48Over17 = 1515870810;
    constexpr std::int32_t kMinus32Over17 = -1010580540;
    constexpr std::int32_t kOne = 1 << 29;
    const std::int32_t halfDenominator = half(x, kHighest);
    std::int32_t y = add(k48Over17, mul(halfDenominator, kMinus32Over17));
    for (int i = 0; i < 3; ++i) y = add(y, scaled(mul(y, sub(kOne, mul(halfDenominator, y))), 2));
    return y;
}

}  // namespace

std::int32_t expOfNegative(std::int32_t x, int bits) {
    if (x == 0) return kHighest;
    // x = -(whole quarters) + a rest in [-1/4, 0): a factor for each bit of the quarters.
    const int fractionBits = 31 - bits;
    const std::int32_t quarter = 1 << (fractionBits - 2);
    const std::int32_t rest = (x & (quarter - 1)) - quarter;
    const std::int32_t quarters = sub(rest, x);
    // e^-(1/4), e^-(1/2), e^-1, ..., e^-16
    constexpr std::array kFactors = {1672461947, 1302514674, 790015084, 290630308,
                                     39332535,   720401,     242};
    std::int32_t result = expNearZero(scaled(rest, bits));
    for (int i = 0; i < bits + 2; ++i)
        if ((quarters & (quarter << i)) != 0)
            result = mul(result, kFactors[static_cast<std::size_t>(i)]);
    return result;
}

std::int32_t oneOverOnePlus(std::int32_t x) { return scaled(newtonInverse(x), 1); }

std::int32_t logistic(std::int32_t x, int bits) {
    if (x == 0) return 1 << 30;
    const std::int32_t ofPositive = oneOverOnePlus(expOfNegative(x > 0 ? -x : x, bits));
    return x > 0 ? ofPositive : sub(kHighest, ofPositive);
}

std::int32_t tanh(std::int32_t x, int bits) {
    if (x == 0) return 0;
    // (1 - e^-2|x|) / (1 + e^-2|x|); twice x is x with one more integer bit.
    const std::int32_t exponential = expOfNegative(x > 0 ? -x : x, bits + 1);
    const std::int32_t ofPositive = scaled(sub(newtonInverse(exponential), 1 << 29), 2);
    return x > 0 ? ofPositive : -ofPositive;
}

std::int32_t logOfQ12(std::int32_t x) {
    constexpr std::int32_t kLog2 = 1488522236;
    constexpr std::int32_t kFourthRootOfHalf = 1805811301;
    constexpr std::int32_t kRootOfHalf = 1518500250;
    constexpr std::int32_t kQuarter = 8388608;  // in q6
    // x = 2^power * r with r around the fourth root of 1/2, in one of two ways: the power is a
    // whole number + 1/4, or - 1/4.
    const int zerosA = leadingZeros(x);
    const std::int32_t rA = scaled(mul(scaled(x, zerosA - 1), kRootOfHalf), 1);
    const std::int32_t powerA = saturated(std::int64_t{scaled(12 - zerosA, 25)} + kQuarter);
    const int headroomB = leadingZeros(mul(x, kRootOfHalf)) - 1;
    const std::int32_t rB = scaled(x, headroomB);
    const std::int32_t powerB = saturated(std::int64_t{scaled(12 - headroomB, 25)} - kQuarter);
    const std::int32_t r = std::min(rA, rB);
    const std::int32_t power = std::max(powerA, powerB);

    // ln r by a Padé approximation.
    constexpr std::int32_t kAlphaN = 117049297;
    constexpr std::int32_t kAlphaD = 127690142;
    constexpr std::int32_t kAlphaI = 1057819769;
    constexpr std::int32_t kAlphaF = 638450708;
    const std::int32_t p = half(r, kFourthRootOfHalf);
    const std::int32_t difference = sub(r, kFourthRootOfHalf);
    const std::int32_t q = add(difference, difference);
    const std::int32_t q2 = mul(q, q);
    const std::int32_t numerator = add(mul(q, r), mul(mul(q, q2), kAlphaN));
    const std::int32_t denominator =
        add(mul(p, add(add(kAlphaI, q), mul(kAlphaD, q2))), mul(kAlphaF, q));
    return scaled(add(mul(power, kLog2), mul(scaled(numerator, -6), oneOverOnePlus(denominator))),
                  1);
}

Reciprocal reciprocal(std::int32_t x, int bits) {
    const int zeros = leadingZeros(x);
    const auto fraction = static_cast<std::int32_t>(
        (static_cast<std::uint32_t>(x) << static_cast<unsigned>(std::min(zeros, 31))) -
        (std::uint32_t{1} << 31U));
    return {oneOverOnePlus(fraction), bits - zeros};
}

Multiplier inverseSqrt(std::int32_t x) {
    if (x <= 1) return {kHighest, 0};
    int shift = 11;
    for (; x >= 1 << 29; x /= 4) ++shift;
    // To between 2^27 and 2^29, by pairs of bits.
    const int pairs = (leadingZeros(x) - 1) / 2 - 1;
    shift -= pairs;
    const std::int32_t input = (x << (2 * pairs)) >> 1;
    const std::int32_t halfInput = scaled(input, -1);
    constexpr std::int32_t kThreeHalves = (1 << 28) + (1 << 27);  // in q3
    constexpr std::int32_t kHalfRootOfTwo = 1518500250;
    std::int32_t y = 1 << 28;
    for (int i = 0; i < 5; ++i) {
        const std::int32_t cube = scaled(mul(mul(y, y), y), 6);
        y = scaled(sub(mul(kThreeHalves, y), mul(halfInput, cube)), 3);
    }
    y = mul(y, kHalfRootOfTwo);
    if (shift >= 0) return {y, -shift};
    return {wrappingShift(y, -shift), 0};
}

}  // namespace thimble::interp::fixed
