#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/model/model.h"
#include "core/ops/operands.h"

namespace thimble::resolution {

/// A model on the way to another resolution: as it was, and as it becomes, operator by operator.
/// Neither tensors nor operators of the model as it was change their numbers.
struct Resizable {
    const Model& before;
    Model model;
    std::string size;  ///< "64x64", for messages

    [[nodiscard]] const Operator& op(std::size_t o) const {
        return before.subgraphs[0].operators[o];
    }
    [[nodiscard]] BuiltinOperator code(std::size_t o) const {
        return before.operatorCodes[op(o).opcode].builtin;
    }
    [[nodiscard]] ops::Operands operandsBefore(std::size_t o) const {
        return {before, before.subgraphs[0], op(o)};
    }
    [[nodiscard]] ops::Operands operands(std::size_t o) const {
        return {model, model.subgraphs[0], model.subgraphs[0].operators[o]};
    }
    /// Whether the tensor has another shape than before; -1: no.
    [[nodiscard]] bool isChanged(std::int32_t tensor) const;

    /// "operator #7 FULLY_CONNECTED takes ...".
    [[nodiscard]] tl::unexpected<Error> refuse(std::size_t o, const std::string& what) const;

    /// Gives the operator's constant operand these values. Whoever else uses the tensor or its
    /// bytes keeps the old ones.
    void setConstant(std::size_t o, std::size_t position, const ops::Dims& values);
    void setOption(std::size_t o, std::string_view name, std::int64_t value);
};

}  // namespace thimble::resolution
