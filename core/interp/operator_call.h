#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/assert.h"
#include "core/base/result.h"
#include "core/interp/frame.h"
#include "core/interp/program.h"

namespace thimble::interp {

/// An operator as its kernel sees it while the program is prepared. Where operator_rules.h has a
/// rule for the operator's shapes, the outputs already have the shapes that the rule derives from
/// the inputs; everything else a kernel indexes by, it checks.
class OperatorCall {
public:
    OperatorCall(Program& program, std::size_t subgraph, std::size_t op, PrepareOptions options);

    [[nodiscard]] const Model& model() const { return m_program.model; }
    /// For what concerns more than this operator.
    [[nodiscard]] Program& program() const { return m_program; }
    [[nodiscard]] const Operator& op() const;
    [[nodiscard]] BuiltinOperator code() const;
    [[nodiscard]] std::size_t subgraph() const { return m_subgraph; }
    [[nodiscard]] bool wantsReference() const { return m_options.reference; }

    [[nodiscard]] std::size_t inputCount() const { return op().inputs.size(); }
    [[nodiscard]] std::size_t outputCount() const { return op().outputs.size(); }
    /// Whether there is such an input and it is not left out.
    [[nodiscard]] bool has(std::size_t position) const;
    /// The operand must be there: has() or requireOperands() come first.
    [[nodiscard]] const TensorInfo& input(std::size_t position) const;
    [[nodiscard]] const TensorInfo& output(std::size_t position = 0) const;
    [[nodiscard]] Slot inputSlot(std::size_t position) const;
    [[nodiscard]] Slot outputSlot(std::size_t position = 0) const;

    /// The operand with elements of the width of T; its type has been checked.
    template <typename T>
    [[nodiscard]] In<T> in(std::size_t position) const {
        const TensorInfo& info = input(position);
        THIMBLE_ASSERT(info.elements * sizeof(T) == info.bytes);
        return {inputSlot(position), info.elements};
    }
    template <typename T>
    [[nodiscard]] Out<T> out(std::size_t position = 0) const {
        const TensorInfo& info = output(position);
        THIMBLE_ASSERT(info.elements * sizeof(T) == info.bytes);
        return {outputSlot(position), info.elements};
    }
    /// A constant input's elements, for as long as the program lives; empty where it is not
    /// constant or left out.
    template <typename T>
    [[nodiscard]] std::span<const T> constant(std::size_t position) const {
        if (!has(position) || !input(position).isConstant) return {};
        const TensorInfo& info = input(position);
        THIMBLE_ASSERT(info.elements * sizeof(T) == info.bytes);
        return {reinterpret_cast<const T*>(info.constant.data()), info.elements};
    }
    /// A constant int32 or int64 input's elements, whichever it is.
    [[nodiscard]] std::vector<std::int64_t> constantIntegers(std::size_t position) const;

    /// Options by the schema's name, wherever the operator keeps them.
    [[nodiscard]] std::int64_t option(std::string_view name, std::int64_t otherwise = 0) const;
    [[nodiscard]] bool flag(std::string_view name) const;
    [[nodiscard]] float real(std::string_view name) const;
    [[nodiscard]] std::string text(std::string_view name) const;
    [[nodiscard]] std::vector<std::int64_t> options(std::string_view name) const;

    /// Memory that this operator keeps between invocations, all zero after a reset; its id. With a
    /// name, operators share it (resource variables): the largest size asked for counts.
    std::size_t addState(std::size_t bytes, const std::string& sharedName = {});

    /// So many bytes of Frame::scratch() will be there.
    void addScratch(std::size_t bytes);

    // Each names the operator and says what is wrong; Unsupported.
    [[nodiscard]] tl::unexpected<Error> fail(const std::string& what) const;
    /// The first inputs and outputs are there.
    [[nodiscard]] Result<void> requireOperands(std::size_t inputs, std::size_t outputs = 1) const;
    /// "input 0 is FLOAT32, which this kernel does not do".
    [[nodiscard]] tl::unexpected<Error> failType(const TensorInfo& tensor) const;
    [[nodiscard]] Result<void> requireSameType(const TensorInfo& a, const TensorInfo& b) const;
    [[nodiscard]] Result<void> requireSameShape(const TensorInfo& a, const TensorInfo& b) const;
    [[nodiscard]] Result<void> requireSameElements(const TensorInfo& a, const TensorInfo& b) const;
    [[nodiscard]] Result<void> requireType(const TensorInfo& tensor, TensorType type) const;
    /// It has a positive scale.
    [[nodiscard]] Result<void> requireQuantized(const TensorInfo& tensor) const;

private:
    Program& m_program;
    std::size_t m_subgraph;
    std::size_t m_op;
    PrepareOptions m_options;
};

}  // namespace thimble::interp
