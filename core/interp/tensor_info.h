#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/model/model.h"

namespace thimble::interp {

/// Position of a tensor among those of all subgraphs, in order.
using Slot = std::uint32_t;

/// What kernels know of a tensor. Elements are as wide as in TFLM's arena: an INT4 element is a
/// whole byte, unpacked when the program is prepared.
struct TensorInfo {
    TensorType type = TensorType::Float32;
    std::vector<std::int32_t> shape;
    std::size_t elements = 0;
    std::size_t bytes = 0;
    /// Of the first channel; 0 and 0 without affine quantization, as TFLM reads them.
    float scale = 0;
    std::int32_t zeroPoint = 0;
    const Quantization* quantization = nullptr;  ///< all channels; null: none
    /// The tensor's bytes, aligned for their type; empty for what is written at run time.
    std::span<const std::byte> constant;
    bool isConstant = false;
    bool isVariable = false;

    /// Size along `axis` counted from the end: depth is fromEnd(0). 1 where there is no such axis.
    [[nodiscard]] std::int32_t fromEnd(std::size_t axis) const {
        return axis < shape.size() ? shape[shape.size() - 1 - axis] : 1;
    }
};

}  // namespace thimble::interp
