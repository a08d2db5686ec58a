#include "core/interp/operator_call.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/model/names.h"

namespace thimble::interp {

namespace {

/// In which of its two tables the operator keeps its options.
const OptionTable& optionsOf(const Operator& op) {
    return op.options.kind != 0 ? op.options : op.options2;
}

template <typename T>
std::vector<std::int64_t> widened(std::span<const T> values) {
    return {values.begin(), values.end()};
}

}  // namespace

OperatorCall::OperatorCall(Program& program, std::size_t subgraph, std::size_t op,
                           PrepareOptions options)
    : m_program(program), m_subgraph(subgraph), m_op(op), m_options(options) {}

const Operator& OperatorCall::op() const {
    return m_program.model.subgraphs[m_subgraph].operators[m_op];
}

BuiltinOperator OperatorCall::code() const {
    return m_program.model.operatorCodes[op().opcode].builtin;
}

bool OperatorCall::has(std::size_t position) const {
    return position < inputCount() && op().inputs[position] >= 0;
}

Slot OperatorCall::inputSlot(std::size_t position) const {
    THIMBLE_ASSERT(has(position));
    return m_program.slot(m_subgraph, op().inputs[position]);
}

Slot OperatorCall::outputSlot(std::size_t position) const {
    THIMBLE_ASSERT(position < outputCount());
    return m_program.slot(m_subgraph, op().outputs[position]);
}

const TensorInfo& OperatorCall::input(std::size_t position) const {
    return m_program.tensors[inputSlot(position)];
}

const TensorInfo& OperatorCall::output(std::size_t position) const {
    return m_program.tensors[outputSlot(position)];
}

std::vector<std::int64_t> OperatorCall::constantIntegers(std::size_t position) const {
    if (!has(position)) return {};
    switch (input(position).type) {
        case TensorType::Int32: return widened(constant<std::int32_t>(position));
        case TensorType::Int64: return widened(constant<std::int64_t>(position));
        default: return {};
    }
}

std::int64_t OperatorCall::option(std::string_view name, std::int64_t otherwise) const {
    return optionsOf(op()).integer(name, otherwise);
}
bool OperatorCall::flag(std::string_view name) const { return optionsOf(op()).flag(name); }
float OperatorCall::real(std::string_view name) const { return optionsOf(op()).real(name); }
std::string OperatorCall::text(std::string_view name) const { return optionsOf(op()).text(name); }
std::vector<std::int64_t> OperatorCall::options(std::string_view name) const {
    return optionsOf(op()).integers(name);
}

std::size_t OperatorCall::addState(std::size_t bytes, const std::string& sharedName) {
    const std::size_t fresh = m_program.stateBytes.size();
    const std::size_t id =
        sharedName.empty() ? fresh
                           : m_program.sharedStates.try_emplace(sharedName, fresh).first->second;
    if (id == fresh) m_program.stateBytes.push_back(0);
    m_program.stateBytes[id] = std::max(m_program.stateBytes[id], bytes);
    return id;
}

void OperatorCall::addScratch(std::size_t bytes) {
    m_program.scratchBytes = std::max(m_program.scratchBytes, bytes);
}

tl::unexpected<Error> OperatorCall::fail(const std::string& what) const {
    return thimble::fail(ErrorCode::Unsupported,
                         operatorLabel(m_program.model, m_subgraph, m_op) + ": " + what);
}

Result<void> OperatorCall::requireOperands(std::size_t inputs, std::size_t outputs) const {
    for (std::size_t i = 0; i < inputs; ++i)
        if (!has(i)) return fail(fmt::format("input {} is missing", i));
    if (outputCount() < outputs)
        return fail(fmt::format("it has {} outputs, of {}", outputCount(), outputs));
    for (const std::int32_t output : op().outputs)
        if (m_program.tensors[m_program.slot(m_subgraph, output)].isConstant)
            return fail("it writes to a constant");
    return {};
}

tl::unexpected<Error> OperatorCall::failType(const TensorInfo& tensor) const {
    return fail(
        fmt::format("there is no kernel for operands of type {}", tensorTypeName(tensor.type)));
}

Result<void> OperatorCall::requireType(const TensorInfo& tensor, TensorType type) const {
    if (tensor.type == type) return {};
    return fail(fmt::format("an operand is {}, where the kernel takes {}",
                            tensorTypeName(tensor.type), tensorTypeName(type)));
}

Result<void> OperatorCall::requireSameType(const TensorInfo& a, const TensorInfo& b) const {
    if (a.type == b.type) return {};
    return fail(fmt::format("there is no kernel for {} with {}", tensorTypeName(a.type),
                            tensorTypeName(b.type)));
}

Result<void> OperatorCall::requireSameShape(const TensorInfo& a, const TensorInfo& b) const {
    if (a.shape == b.shape) return {};
    return fail(fmt::format("shapes {} and {} differ", shapeText(a.shape), shapeText(b.shape)));
}

Result<void> OperatorCall::requireSameElements(const TensorInfo& a, const TensorInfo& b) const {
    if (a.elements == b.elements) return {};
    return fail(fmt::format("shapes {} and {} have different numbers of elements",
                            shapeText(a.shape), shapeText(b.shape)));
}

Result<void> OperatorCall::requireQuantized(const TensorInfo& tensor) const {
    if (tensor.scale > 0) return {};
    return fail("an operand of a quantized kernel has no positive scale");
}

}  // namespace thimble::interp
