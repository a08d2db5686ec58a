#pragma once

#include <cstddef>

#include "core/model/model.h"

namespace thimble::cproject {

// Which operators have windows.

[[nodiscard]] inline BuiltinOperator codeOf(const Model& model, std::size_t op) {
    return model.operatorCodes[model.subgraphs[0].operators[op].opcode].builtin;
}

[[nodiscard]] inline bool isConvolution(BuiltinOperator code) {
    return code == BuiltinOperator::Conv2d || code == BuiltinOperator::DepthwiseConv2d;
}

[[nodiscard]] inline bool isPool(BuiltinOperator code) {
    return code == BuiltinOperator::AveragePool2d || code == BuiltinOperator::MaxPool2d;
}

}  // namespace thimble::cproject
