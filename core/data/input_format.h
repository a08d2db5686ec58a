#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/model.h"

namespace thimble::data {

/// What one input of a model wants: its bytes are the elements in C order, little-endian.
struct InputFormat {
    TensorType type = TensorType::Float32;
    std::vector<std::int32_t> shape;  ///< as in the file, the batch included
    float scale = 0;                  ///< real = scale * (stored - zeroPoint); 0: not quantised
    std::int32_t zeroPoint = 0;
    friend bool operator==(const InputFormat&, const InputFormat&) = default;
};

/// One input's bytes, ready for the model.
using Window = std::vector<std::byte>;

/// The format of input `position` of the subgraph that runs. InvalidArgument where there is none;
/// Unsupported where checkFormat says so, or with a scale for each channel.
[[nodiscard]] Result<InputFormat> inputFormat(const Model& model, std::size_t position);

/// Unsupported: elements of no whole bytes (INT4, STRING), a dimension below 1, 1 GiB or more,
/// a scale that is negative or not finite, a zero point outside the type.
/// What is below asks for a format that passes.
[[nodiscard]] Result<void> checkFormat(const InputFormat& format);

[[nodiscard]] std::size_t elementBytes(const InputFormat& format);
[[nodiscard]] std::size_t elementCount(const InputFormat& format);
[[nodiscard]] std::size_t byteCount(const InputFormat& format);

/// "INT8 [1, 49, 10, 1]", for people.
[[nodiscard]] std::string formatText(const InputFormat& format);

struct IntegerRange {
    std::int64_t lowest = 0;
    std::int64_t highest = 0;
};
/// What an element of the type can hold; nothing for other types than integers (and BOOL).
[[nodiscard]] std::optional<IntegerRange> integerRange(TensorType type);

/// True for FLOAT32, and for 8, 16 and 32-bit integers with a scale: storeReal can be used.
[[nodiscard]] bool takesReals(const InputFormat& format);

/// Stores a finite real number; quantised as TFLM does: round(value / scale) + zeroPoint in single
/// precision, halves away from zero, clamped to the type.
///   source   TFLM lite/kernels/internal/reference/quantize.h AffineQuantize
void storeReal(const InputFormat& format, float value, std::byte* to);

/// Stores an integer as it is (not divided by the scale); it must lie in the type's range.
void storeInteger(TensorType type, std::int64_t value, std::byte* to);

}  // namespace thimble::data
