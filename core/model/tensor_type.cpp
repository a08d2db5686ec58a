#include "core/model/tensor_type.h"

#include <array>

namespace thimble {

namespace {

struct TypeRow {
    std::string_view name;
    int arenaBytes;  // per element in TFLM's arena; 0: TFLM has no size for it
    int fileBits;    // per element in a file; 0: no fixed size
};

constexpr std::array<TypeRow, 23> kTypes = {{
    {"FLOAT32", 4, 32},   {"FLOAT16", 2, 16},      {"INT32", 4, 32},      {"UINT8", 1, 8},
    {"INT64", 8, 64},     {"STRING", 0, 0},        {"BOOL", 1, 8},        {"INT16", 2, 16},
    {"COMPLEX64", 8, 64}, {"INT8", 1, 8},          {"FLOAT64", 8, 64},    {"COMPLEX128", 16, 128},
    {"UINT64", 8, 64},    {"RESOURCE", 4, 0},      {"VARIANT", 0, 0},     {"UINT32", 4, 32},
    {"UINT16", 2, 16},    {"INT4", 1, 4},          {"BFLOAT16", 2, 16},   {"INT2", 0, 2},
    {"UINT4", 0, 4},      {"FLOAT8_E4M3FN", 0, 8}, {"FLOAT8_E5M2", 0, 8},
}};

const TypeRow* row(TensorType type) {
    const auto value = static_cast<int>(type);
    if (value < 0 || value >= static_cast<int>(kTypes.size())) return nullptr;
    return &kTypes[static_cast<std::size_t>(value)];
}

}  // namespace

std::string_view tensorTypeName(TensorType type) {
    const TypeRow* found = row(type);
    return found ? found->name : "?";
}

std::optional<Bytes> tflmElementBytes(TensorType type) {
    const TypeRow* found = row(type);
    if (!found || found->arenaBytes == 0) return std::nullopt;
    return found->arenaBytes;
}

std::optional<int> storedBits(TensorType type) {
    const TypeRow* found = row(type);
    if (!found || found->fileBits == 0) return std::nullopt;
    return found->fileBits;
}

}  // namespace thimble
