#pragma once

#include <cstdint>

#include "core/model/tensor_type.h"

namespace thimble::cproject {

/// The number that th_any_integer.h and, beyond kLastInteger, th_cast.h have for the type; -1:
/// none.
[[nodiscard]] constexpr std::int64_t numberType(TensorType type) {
    switch (type) {
        case TensorType::Int8: return 0;
        case TensorType::UInt8: return 1;
        case TensorType::Int16: return 2;
        case TensorType::Int32: return 3;
        case TensorType::UInt32: return 4;
        case TensorType::Int64: return 5;
        case TensorType::Bool: return 6;
        case TensorType::Float32: return 7;
        default: return -1;
    }
}
inline constexpr std::int64_t kLastInteger = 3;

}  // namespace thimble::cproject
