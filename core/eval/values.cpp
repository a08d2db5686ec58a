#include "core/eval/values.h"

#include <cstring>

#include "core/base/assert.h"

namespace thimble::eval {

namespace {

template <typename T>
T load(std::span<const std::byte> bytes, std::size_t element) {
    THIMBLE_ASSERT((element + 1) * sizeof(T) <= bytes.size());
    T value{};
    std::memcpy(&value, bytes.data() + element * sizeof(T), sizeof(T));
    return value;
}

}  // namespace

bool isNumeric(TensorType type) {
    switch (type) {
        case TensorType::Bool:
        case TensorType::Int4:
        case TensorType::Int8:
        case TensorType::Int16:
        case TensorType::Int32:
        case TensorType::Int64:
        case TensorType::UInt8:
        case TensorType::UInt16:
        case TensorType::UInt32:
        case TensorType::UInt64:
        case TensorType::Float32:
        case TensorType::Float64: return true;
        default: return false;
    }
}

std::optional<std::int64_t> storedInteger(const interp::TensorInfo& tensor,
                                          std::span<const std::byte> bytes, std::size_t element) {
    switch (tensor.type) {
        case TensorType::Int4:
        case TensorType::Int8: return load<std::int8_t>(bytes, element);
        case TensorType::Int16: return load<std::int16_t>(bytes, element);
        case TensorType::Int32: return load<std::int32_t>(bytes, element);
        case TensorType::UInt64:  // those above 2^63 keep their bits
        case TensorType::Int64: return load<std::int64_t>(bytes, element);
        case TensorType::Bool:
        case TensorType::UInt8: return load<std::uint8_t>(bytes, element);
        case TensorType::UInt16: return load<std::uint16_t>(bytes, element);
        case TensorType::UInt32: return load<std::uint32_t>(bytes, element);
        default: return std::nullopt;
    }
}

double realValue(const interp::TensorInfo& tensor, std::span<const std::byte> bytes,
                 std::size_t element) {
    double stored = 0;
    if (tensor.type == TensorType::Float32)
        stored = static_cast<double>(load<float>(bytes, element));
    else if (tensor.type == TensorType::Float64)
        stored = load<double>(bytes, element);
    else if (tensor.type == TensorType::UInt64)
        stored = static_cast<double>(load<std::uint64_t>(bytes, element));
    else
        stored = static_cast<double>(storedInteger(tensor, bytes, element).value_or(0));
    const bool isReal = tensor.type == TensorType::Float32 || tensor.type == TensorType::Float64;
    if (isReal || tensor.scale == 0) return stored;
    return static_cast<double>(tensor.scale) * (stored - tensor.zeroPoint);
}

std::vector<double> realValues(const interp::TensorInfo& tensor, std::span<const std::byte> bytes) {
    std::vector<double> values(tensor.elements);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = realValue(tensor, bytes, i);
    return values;
}

}  // namespace thimble::eval
