#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/interp/tensor_info.h"

namespace thimble::eval {

/// Whether elements of the type are numbers that the functions below read: integers of 8 bits and
/// more, INT4 (a byte each), BOOL, FLOAT32 and FLOAT64.
[[nodiscard]] bool isNumeric(TensorType type);

/// The integer that is stored; nothing for floating point. `bytes` are the tensor's, and as long as
/// it says; `element` is one of them.
[[nodiscard]] std::optional<std::int64_t> storedInteger(const interp::TensorInfo& tensor,
                                                        std::span<const std::byte> bytes,
                                                        std::size_t element);

/// What the element stands for: scale * (stored - zero point) with the tensor's first scale, in
/// double precision; without a scale, the number as it is stored.
[[nodiscard]] double realValue(const interp::TensorInfo& tensor, std::span<const std::byte> bytes,
                               std::size_t element);

/// All of them, in the order in which they are stored.
[[nodiscard]] std::vector<double> realValues(const interp::TensorInfo& tensor,
                                             std::span<const std::byte> bytes);

}  // namespace thimble::eval
