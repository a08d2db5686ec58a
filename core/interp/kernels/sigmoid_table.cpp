#include "core/interp/kernels/sigmoid_table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace thimble::interp {

namespace {

double sigmoid(double i) { return 65536 / (1 + std::exp(-i / 24)); }

std::array<std::uint16_t, 256> makeTable() {
    std::array<std::uint16_t, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        const auto x = static_cast<double>(i);
        // Chords lie below the curve: raised by half of their largest error.
        const double curvature = 2 * sigmoid(x) - sigmoid(x - 1) - sigmoid(x + 1);
        table[i] = static_cast<std::uint16_t>(std::lround(sigmoid(x) + curvature / 16));
    }
    table.back() = 65535;
    return table;
}

std::uint32_t magnitude(std::int32_t x) {
    return x < 0 ? 0U - static_cast<std::uint32_t>(x) : static_cast<std::uint32_t>(x);
}

/// The table at x / 2^bits, with as many bits of fraction; `highest` where it ends.
std::uint32_t interpolated(std::uint32_t x, unsigned bits, std::uint32_t highest) {
    const std::size_t at = x >> bits;
    if (at >= 255) return highest;
    const std::uint32_t low = sigmoidTable()[at], high = sigmoidTable()[at + 1];
    return (low << bits) + (x & ((1U << bits) - 1)) * (high - low);
}

}  // namespace

std::span<const std::uint16_t, 256> sigmoidTable() {
    static const std::array<std::uint16_t, 256> kTable = makeTable();
    return kTable;
}

std::int16_t tableLogistic(std::int32_t x) {
    constexpr std::uint32_t kOne = 1U << 25U, kHalf = 1U << 9U;
    const std::uint32_t result = interpolated(magnitude(x), 9, 0x7FFFU << 10U);
    const std::uint32_t rounded = x >= 0 ? result + kHalf : kOne - result + kHalf - 1;
    return static_cast<std::int16_t>(rounded >> 10U);
}

std::int16_t tableTanh(std::int32_t x) {
    // tanh x = 2 logistic(2 x) - 1, so the table is passed twice as fast.
    constexpr std::int32_t kOne = 1 << 23, kHalf = 1 << 7;
    const auto result = static_cast<std::int32_t>(interpolated(magnitude(x), 8, 0xFFFFU << 8U));
    const std::int32_t rounded = x >= 0 ? result - kOne + kHalf : kOne - result + kHalf - 1;
    return static_cast<std::int16_t>(rounded >> 8);
}

}  // namespace thimble::interp
