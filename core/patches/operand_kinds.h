#pragma once

#include <algorithm>
#include <array>

#include "core/model/builtin_operator.h"
#include "core/model/tensor_type.h"

namespace thimble::patches {

/// Works element by element, on any number of operands.
[[nodiscard]] inline bool isElementWise(BuiltinOperator code) {
    using enum BuiltinOperator;
    constexpr auto kCodes =
        std::to_array<BuiltinOperator>({Abs,       Add,       AddN,     Elu,      Gelu,
                                        HardSwish, LeakyRelu, Logistic, Maximum,  Minimum,
                                        Mul,       Neg,       Prelu,    Quantize, Relu,
                                        Relu6,     ReluN1To1, Relu0To1, Sub,      SquaredDifference,
                                        Tanh});
    return std::ranges::find(kCodes, code) != kCodes.end();
}

/// Types of tensors that are cut.
[[nodiscard]] inline bool isImageType(TensorType type) {
    return type == TensorType::Int8 || type == TensorType::Int16 || type == TensorType::Float32;
}

}  // namespace thimble::patches
