#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/model/model.h"
#include "core/ops/operands.h"
#include "core/prune/atoms.h"
#include "core/prune/channel_groups.h"

namespace thimble::prune {

/// Why atoms are frozen: "operator #3 TOPK_V2 has no rule ...", or of a tensor.
struct Reason {
    std::int32_t op = -1;  ///< -1: of the tensor
    std::int32_t tensor = -1;
    const char* text = "";  ///< follows the name
};
[[nodiscard]] std::string reasonText(const Model& model, const Reason& reason);

struct Maker {
    std::int32_t op = 0;
    Axis weights;
};

/// What all rules together have found out about a model.
struct LinkRecord {
    std::vector<Reason> reasons;                      ///< in the order of the operators
    std::vector<Maker> makers;                        ///< likewise
    std::vector<Reader> readers;                      ///< likewise
    std::vector<Axis> weights;                        ///< to be zeroed with their channel
    std::vector<std::vector<std::int32_t>> sections;  ///< by axis number: where sections begin
};

/// A rule's view of its operator, and the verbs by which it says what goes together. All operands
/// of an operator have the shapes that its shape rule derives, and no dimension is 0.
class ChannelLinks {
public:
    ChannelLinks(const Model& model, std::int32_t op, Atoms& atoms, LinkRecord& record)
        : m_model(model),
          m_subgraph(model.subgraphs[0]),
          m_op(op),
          m_atoms(atoms),
          m_record(record),
          m_operands(model, m_subgraph, m_subgraph.operators[static_cast<std::size_t>(op)]) {}

    // --- what it can see ---

    [[nodiscard]] const ops::Operands& operands() const { return m_operands; }
    [[nodiscard]] BuiltinOperator code() const {
        return m_model.operatorCodes[m_operands.op().opcode].builtin;
    }
    /// -1: there is none
    [[nodiscard]] std::int32_t input(std::size_t position) const;
    [[nodiscard]] std::int32_t output(std::size_t position = 0) const;
    [[nodiscard]] std::int32_t rank(std::int32_t tensor) const;
    [[nodiscard]] std::int32_t size(Axis axis) const;
    [[nodiscard]] bool isConstant(std::int32_t tensor) const;
    [[nodiscard]] std::vector<Axis> axesOf(std::int32_t tensor) const;
    /// The axis of a tensor that is a vector of so many elements, in however many dimensions.
    [[nodiscard]] bool findVector(std::int32_t tensor, std::int32_t elements, Axis& axis) const;
    /// All of the axis has to stay already.
    [[nodiscard]] bool isFrozen(Axis axis);

    // --- what it can say ---

    /// Index by index; the axes are equally long.
    void tie(Axis a, Axis b);
    /// Index a + k with index b + k, for `count` of them.
    void tie(Axis a, std::int32_t atA, Axis b, std::int32_t atB, std::int32_t count);
    void freeze(Axis axis, const char* why);
    void freezeTensor(std::int32_t tensor, const char* why);
    void freezeOperands(const char* why);
    /// A new section of the axis begins here; nothing happens at either end.
    void divide(Axis axis, std::int32_t index);
    /// The operator makes its channels by these weights; at zero, the channel is nothing.
    void makes(Axis weights);
    /// Further constants of such a channel: biases, slopes.
    void accompanies(Axis weights);
    /// The operator sums over this axis of an input.
    void reads(Axis input);

private:
    [[nodiscard]] std::int32_t reason(const char* why);

    const Model& m_model;
    const Subgraph& m_subgraph;
    std::int32_t m_op;
    Atoms& m_atoms;
    LinkRecord& m_record;
    ops::Operands m_operands;
};

}  // namespace thimble::prune
