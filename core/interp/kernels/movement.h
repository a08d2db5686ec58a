#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/interp/operator_call.h"

namespace thimble::interp {

// What kernels that only move elements ask of their operands.

/// The rule of operator_rules.h applies to the operands, so that their shapes fit together.
[[nodiscard]] Result<void> requireFittingShapes(const OperatorCall& call);

/// Bytes of an element; an error for types that TFLM has no size for (strings).
[[nodiscard]] Result<std::size_t> elementBytes(const OperatorCall& call, const TensorInfo& tensor);

/// Where an axis is among the dimensions of a tensor; negative ones count from the end.
[[nodiscard]] Result<std::size_t> axisOf(const OperatorCall& call, std::int64_t axis,
                                         std::size_t rank);

/// The elements of a constant INT32 or INT64 input; an error where it is not constant.
[[nodiscard]] Result<std::vector<std::int64_t>> requireConstantIntegers(const OperatorCall& call,
                                                                        std::size_t position);

/// Product of the dimensions [first, last) of a tensor that has elements.
[[nodiscard]] std::size_t elementsAmong(std::span<const std::int32_t> shape, std::size_t first,
                                        std::size_t last);

/// An INT32 or INT64 input whose values count at run time, or already now where it is constant.
class IntegerOperand {
public:
    [[nodiscard]] static Result<IntegerOperand> of(const OperatorCall& call, std::size_t position);
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] std::int64_t at(const Frame& frame, std::size_t index) const;
    [[nodiscard]] std::vector<std::int64_t> values(const Frame& frame) const;

private:
    Slot m_slot = 0;
    std::size_t m_size = 0;
    bool m_wide = false;
};

}  // namespace thimble::interp
