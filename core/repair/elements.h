#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/model/tensor_type.h"

namespace thimble::repair {

/// Calls visit(elements) with a pointer to what is stored: INT8, UINT8, INT16, INT32 or FLOAT32.
/// False: another type, and nothing was called. `bytes` are aligned for the type.
template <typename Visit>
bool withElements(TensorType type, std::span<const std::byte> bytes, const Visit& visit) {
    switch (type) {
        case TensorType::Int8: visit(reinterpret_cast<const std::int8_t*>(bytes.data())); break;
        case TensorType::UInt8: visit(reinterpret_cast<const std::uint8_t*>(bytes.data())); break;
        case TensorType::Int16: visit(reinterpret_cast<const std::int16_t*>(bytes.data())); break;
        case TensorType::Int32: visit(reinterpret_cast<const std::int32_t*>(bytes.data())); break;
        case TensorType::Float32: visit(reinterpret_cast<const float*>(bytes.data())); break;
        default: return false;
    }
    return true;
}

}  // namespace thimble::repair
