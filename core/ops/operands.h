#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/model/model.h"
#include "core/ops/dims.h"

namespace thimble::ops {

/// No operator of TFLite handles more dimensions than 8; a file that has more than this is not
/// worth the time.
inline constexpr std::size_t kLargestRank = 32;

/// A rule's view of its operator. What makes no sense is nothing: a tensor that is not there, a
/// negative dimension, a constant with fewer bytes than its shape asks for. Every number is clamped
/// to +-2^31: two of them can be multiplied, many can be added, and 2^31 is still too large for a
/// dimension.
class Operands {
public:
    Operands(const Model& model, const Subgraph& subgraph, const Operator& op)
        : m_model(model), m_subgraph(subgraph), m_op(op) {}

    [[nodiscard]] const Model& model() const { return m_model; }
    [[nodiscard]] const Operator& op() const { return m_op; }
    [[nodiscard]] std::size_t inputCount() const { return m_op.inputs.size(); }
    [[nodiscard]] std::size_t outputCount() const { return m_op.outputs.size(); }

    /// Null where the operator leaves this input out.
    [[nodiscard]] const Tensor* input(std::size_t position) const;
    [[nodiscard]] std::optional<Dims> shape(std::size_t position) const;
    /// The same, and nothing where it has another rank.
    [[nodiscard]] std::optional<Dims> shape(std::size_t position, std::size_t rank) const;
    /// Elements of a constant int32 or int64 tensor; nothing where it is not constant.
    [[nodiscard]] std::optional<Dims> values(std::size_t position) const;
    /// The same of a tensor with one element.
    [[nodiscard]] std::optional<std::int64_t> value(std::size_t position) const;

    /// As the file has it: for costs, never for shapes.
    [[nodiscard]] std::optional<Dims> outputShape(std::size_t position) const;

    /// Options by the schema's name, wherever the operator keeps them.
    [[nodiscard]] std::int64_t option(std::string_view name, std::int64_t otherwise = 0) const;
    [[nodiscard]] Dims options(std::string_view name) const;
    [[nodiscard]] bool flag(std::string_view name) const;

private:
    const Model& m_model;
    const Subgraph& m_subgraph;
    const Operator& m_op;
};

/// The shape of one of a subgraph's tensors; nothing where it makes no sense.
[[nodiscard]] std::optional<Dims> shapeOf(const Subgraph& subgraph, std::int32_t tensor);

}  // namespace thimble::ops
