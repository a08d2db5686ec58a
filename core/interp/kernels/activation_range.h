#pragma once

#include <algorithm>
#include <cstdint>

#include "core/base/result.h"
#include "core/interp/operator_call.h"

namespace thimble::interp {

// What a fused activation leaves of an operator's results: the values between two bounds, both
// included. `activation` is a number of the schema's ActivationFunctionType; NONE, RELU,
// RELU_N1_TO_1 and RELU6 are done, others are refused.
//   source   TFLM lite/kernels/kernel_util.cc, kernel_util.h

/// lowest <= highest
struct IntegerRange {
    std::int32_t lowest = 0;
    std::int32_t highest = 0;
    [[nodiscard]] constexpr std::int32_t clamp(std::int32_t x) const {
        return std::clamp(x, lowest, highest);
    }
};

struct FloatRange {
    float lowest = 0;
    float highest = 0;
    /// Not a number stays what it is; infinities become the largest finite numbers.
    [[nodiscard]] constexpr float clamp(float x) const {
        return std::min(std::max(x, lowest), highest);
    }
};

/// Of a quantized output: INT8, UINT8 or INT16.
///   errors   Unsupported   another type, no positive scale, a zero point outside the type
[[nodiscard]] Result<IntegerRange> activationRange(const OperatorCall& call,
                                                   const TensorInfo& output,
                                                   std::int64_t activation);

/// Of real numbers.
[[nodiscard]] Result<FloatRange> floatActivationRange(const OperatorCall& call,
                                                      std::int64_t activation);

/// A real number as a quantized tensor has it, rounded; the nearest value of its type where it is
/// beyond. The tensor has passed requireAffine.
[[nodiscard]] std::int32_t nearestQuantized(const TensorInfo& tensor, float real);

/// All values of INT8, UINT8, INT16 and, of the widest, INT32; 0 and 0 for other types.
[[nodiscard]] IntegerRange valuesOf(TensorType type);

/// Quantized with a positive scale and a zero point that is a value of the type.
[[nodiscard]] Result<void> requireAffine(const OperatorCall& call, const TensorInfo& tensor);

}  // namespace thimble::interp
