#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/model.h"

namespace thimble::patches {

/// An operator of subgraph 0 as rules read it; `model` has passed checkModel and outlives this.
class OperatorReading {
public:
    OperatorReading(const Model& model, std::size_t op)
        : m_model(model),
          m_subgraph(model.subgraphs[0]),
          m_o(op),
          m_op(m_subgraph.operators[op]),
          m_code(model.operatorCodes[m_op.opcode].builtin) {}

    [[nodiscard]] const Model& model() const { return m_model; }
    [[nodiscard]] const Operator& op() const { return m_op; }
    [[nodiscard]] BuiltinOperator code() const { return m_code; }

    /// Unsupported, with the operator's name.
    [[nodiscard]] tl::unexpected<Error> no(const std::string& why) const;

    [[nodiscard]] bool hasOneOutput() const {
        return m_op.outputs.size() == 1 && m_op.outputs[0] >= 0 && !m_op.inputs.empty();
    }
    /// Where there is one.
    [[nodiscard]] const Tensor& output() const {
        return m_subgraph.tensors[static_cast<std::size_t>(m_op.outputs[0])];
    }
    /// Whether the output has the shape that the inputs give.
    [[nodiscard]] bool hasItsShape() const;
    /// Null: left out.
    [[nodiscard]] const Tensor* input(std::size_t position) const {
        if (position >= m_op.inputs.size() || m_op.inputs[position] < 0) return nullptr;
        return &m_subgraph.tensors[static_cast<std::size_t>(m_op.inputs[position])];
    }
    /// Whether there is such an input, of numbers known beforehand.
    [[nodiscard]] bool isConstantInput(std::size_t position) const;
    /// Of a constant of int32; empty where it is none.
    [[nodiscard]] std::vector<std::int32_t> table(std::size_t position) const;

private:
    const Model& m_model;
    const Subgraph& m_subgraph;
    std::size_t m_o;
    const Operator& m_op;
    BuiltinOperator m_code;
};

}  // namespace thimble::patches
