#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/units.h"

namespace thimble {

/// The schema's TensorType, same values. A number outside the list can occur in a file of a later
/// schema; it has no name and no size.
enum class TensorType : std::int8_t {
    Float32 = 0,
    Float16 = 1,
    Int32 = 2,
    UInt8 = 3,
    Int64 = 4,
    String = 5,
    Bool = 6,
    Int16 = 7,
    Complex64 = 8,
    Int8 = 9,
    Float64 = 10,
    Complex128 = 11,
    UInt64 = 12,
    Resource = 13,
    Variant = 14,
    UInt32 = 15,
    UInt16 = 16,
    Int4 = 17,
    BFloat16 = 18,
    Int2 = 19,
    UInt4 = 20,
    Float8E4M3FN = 21,
    Float8E5M2 = 22,
};

/// "INT8", as the schema spells it; "type 99" has no name: "?".
[[nodiscard]] std::string_view tensorTypeName(TensorType type);

/// Bytes that TFLM's arena spends on one element, or nothing where TFLM has no size for the type
/// (strings, variants, 2-bit and unsigned 4-bit). INT4 is packed in the file and a whole byte in
/// the arena; a resource handle counts four. Source: TFLM micro/memory_helpers.cc TfLiteTypeSizeOf.
[[nodiscard]] std::optional<Bytes> tflmElementBytes(TensorType type);

/// Bits of one element as stored in a file; nothing where elements have no fixed size.
[[nodiscard]] std::optional<int> storedBits(TensorType type);

}  // namespace thimble
