#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/base/result.h"
#include "core/cproject/call.h"
#include "core/cproject/kernel_set.h"
#include "core/interp/operator_call.h"

namespace thimble::cproject {

/// Every state of the project, shared by name: variables that several operators read and write.
using States = std::vector<State>;

/// Rows and columns of zero points around an input: a PAD whose output nobody else reads has become
/// part of the convolution behind it, whose input then is the tensor without them.
struct FoldedPadding {
    std::int32_t top = 0, bottom = 0, left = 0, right = 0;
    friend bool operator==(const FoldedPadding&, const FoldedPadding&) = default;
};

/// Turns one operator into calls of C kernels. The operator's operands have been looked at and
/// accepted by the interpreter's kernel already, so shapes agree and types are among those that it
/// takes; what the C kernels do not do is refused here, by `fail`.
class Emitter {
public:
    Emitter(interp::OperatorCall& call, std::size_t number, States& states,
            KernelSet kernels = KernelSet::Own, FoldedPadding padding = {})
        : m_call(call),
          m_number(number),
          m_states(states),
          m_kernels(kernels),
          m_padding(padding) {}

    // What there is to know of the operator.
    [[nodiscard]] const interp::OperatorCall& op() const { return m_call; }
    /// Where it stands among the operators as written.
    [[nodiscard]] std::size_t number() const { return m_number; }
    /// Whose kernels are wanted, where both sets have one.
    [[nodiscard]] KernelSet kernels() const { return m_kernels; }
    [[nodiscard]] const interp::TensorInfo& input(std::size_t position) const {
        return m_call.input(position);
    }
    [[nodiscard]] const interp::TensorInfo& output(std::size_t position = 0) const {
        return m_call.output(position);
    }
    /// Around input 0, which has the shape with this padding all the same.
    [[nodiscard]] FoldedPadding padding() const { return m_padding; }
    [[nodiscard]] tl::unexpected<Error> fail(const std::string& what) const {
        return m_call.fail(what + ", which the C kernels do not do");
    }

    // What it becomes. A call begins with call(); all that follows belongs to it.
    Emitter& call(std::string_view kernel);
    /// The kernel answers a status, and the model stops at one that is not 0.
    Emitter& mayFail();
    Emitter& field(std::string_view name, std::int64_t value);
    Emitter& field(std::string_view name, const std::vector<std::int64_t>& values);
    Emitter& real(std::string_view name, float value);
    /// As C spells the value: for structures within the structure.
    Emitter& text(std::string_view name, std::string value);
    /// A table in flash, and a field of that name that points to it.
    template <typename T>
    Emitter& array(std::string_view name, std::span<const T> values) {
        ConstantArray made{.type = typeName<T>(), .bytes = values.size_bytes()};
        made.values.reserve(values.size());
        for (const T value : values) {
            if constexpr (std::is_same_v<T, float> || std::is_same_v<T, std::uint32_t>)
                made.values.push_back(literal(value));
            else
                made.values.push_back(literal(std::int64_t{value}));
        }
        return addArray(name, std::move(made));
    }
    /// A table of structures of `fields` numbers each.
    Emitter& records(std::string_view name, std::string_view type, std::size_t fields,
                     std::span<const std::int32_t> numbers);
    /// Operands in the order in which the kernel takes them; constants are tables in flash, and
    /// variable tensors are states.
    Emitter& in(std::size_t position);
    Emitter& out(std::size_t position = 0);
    /// The rows of that input under the window.
    Emitter& rows(std::size_t position);
    /// Rows as the graph of rows has them: sums of int32 are no tensors of the model.
    Emitter& rowIn(std::size_t input);
    Emitter& rowOut();
    /// So many bytes of the arena, on 8, while the operator runs.
    Emitter& scratch(std::size_t bytes);
    /// A null pointer where others have an operand.
    Emitter& nothing();
    /// The state of that name, which is made if it is not there yet; the larger size counts.
    Emitter& state(const std::string& name, std::size_t bytes, std::int8_t initial = 0);

    /// What the state of that name is after a reset; it is made if it is not there yet.
    void initialise(const std::string& name, std::span<const std::uint8_t> contents);

    Emitter& mayOverwrite(std::size_t position);
    /// Of a single row of output 0: see RowOverlap.
    Emitter& overlap(const RowOverlap& rows);
    Emitter& alias();

    [[nodiscard]] Emission take() { return std::move(m_emission); }

    [[nodiscard]] static std::string literal(std::int64_t value);
    [[nodiscard]] static std::string literal(std::uint32_t value);
    [[nodiscard]] static std::string literal(float value);

private:
    template <typename T>
    static std::string typeName() {
        if constexpr (std::is_same_v<T, float>) return "float";
        return (std::is_unsigned_v<T> ? "uint" : "int") + std::to_string(8 * sizeof(T)) + "_t";
    }
    Emitter& addArray(std::string_view name, ConstantArray made);
    /// Where the state of that name is among all.
    std::size_t stateNumber(const std::string& name, std::size_t bytes, std::int8_t initial);

    interp::OperatorCall& m_call;
    std::size_t m_number;
    States& m_states;
    KernelSet m_kernels;
    FoldedPadding m_padding;
    Emission m_emission;
};

/// Makes the calls of one operator.
///   errors   Unsupported   names the operator and what the C kernels do not do
using Emit = Result<void> (*)(Emitter& emitter);

struct EmitEntry {
    BuiltinOperator code{};
    Emit makeCalls = nullptr;
    std::string_view custom = {};  ///< a custom operator's own code
};

/// How an operator is emitted; null where there is no way.
[[nodiscard]] const EmitEntry* findEmitter(BuiltinOperator code, std::string_view custom);

/// What kernels of rows work in: as much as makes them quick, or as little as they can, which takes
/// more instructions.
enum class RowScratch : std::uint8_t { Quick, Tight };

/// How one row of an operator's output is made by one call, of the rows of the input under its
/// window: `kernel(&params, rows, row of the output, scratch)`. Operators that treat each element
/// for itself need none.
[[nodiscard]] const EmitEntry* findRowEmitter(BuiltinOperator code,
                                              RowScratch scratch = RowScratch::Quick);

}  // namespace thimble::cproject
