#pragma once

#include <cstdint>
#include <span>

namespace thimble::interp {

// Logistic function and hyperbolic tangent of 16-bit kernels, equal to TFLM's to the last bit. `x`
// has 3 / 2^17 for its unit: -10.67 ... 10.67 are the inputs that matter. The result is in units of
// 2^-15.
//   source   TFLite lite/kernels/internal/reference/integer_ops: logistic.h, tanh.h; common.h
[[nodiscard]] std::int16_t tableLogistic(std::int32_t x);
[[nodiscard]] std::int16_t tableTanh(std::int32_t x);

/// The table that both interpolate: 65536 / (1 + e^(-i / 24)) for i from 0 to 255.
[[nodiscard]] std::span<const std::uint16_t, 256> sigmoidTable();

}  // namespace thimble::interp
