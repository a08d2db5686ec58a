// Resource variables: VAR_HANDLE, READ_VARIABLE, ASSIGN_VARIABLE, and CALL_ONCE, which gives them
// their first values. A variable is a state of the project; handles take no memory, as which
// variable each of them means is known now.

#include <algorithm>
#include <array>
#include <bit>

#include "core/cproject/emit/families.h"
#include "core/interp/program.h"

namespace thimble::cproject {

namespace {

/// A variable whose handle comes from a VAR_HANDLE of the same subgraph.
struct Variable {
    std::string name;
    const interp::ResourceVariable* info = nullptr;
};

Result<Variable> variableOf(const Emitter& e, interp::Slot handle) {
    const interp::Program& program = e.op().program();
    const auto found = program.variables.handles.find(handle);
    if (found == program.variables.handles.end())
        return e.fail("which variable it means is not known before it runs");
    const interp::ResourceVariable& info = program.variables.variables[found->second];
    if (!info.isAssigned) return e.fail("nothing is assigned to its variable");
    for (const auto& [name, state] : program.sharedStates)
        if (state == info.state) return Variable{"variable " + name, &info};
    return e.fail("its variable has no name");
}

Result<void> emitNothing(Emitter& /*emitter*/) { return {}; }

Result<void> requireBytes(const Emitter& e, const Variable& variable, std::size_t bytes) {
    if (bytes == variable.info->bytes) return {};
    return e.fail("its variable changes its size");
}

void emitState(Emitter& e, const Variable& variable) {
    e.state(variable.name, variable.info->bytes,
            std::bit_cast<std::int8_t>(variable.info->initial));
}

Result<void> emitRead(Emitter& e) {
    THIMBLE_TRY(const Variable variable, variableOf(e, e.op().inputSlot(0)));
    THIMBLE_CHECK(requireBytes(e, variable, e.output().bytes));
    e.call("th_copy").field("bytes", static_cast<std::int64_t>(e.output().bytes));
    emitState(e, variable);
    e.out();
    return {};
}

Result<void> emitAssign(Emitter& e) {
    THIMBLE_TRY(const Variable variable, variableOf(e, e.op().inputSlot(0)));
    THIMBLE_CHECK(requireBytes(e, variable, e.input(1).bytes));
    e.call("th_copy").field("bytes", static_cast<std::int64_t>(e.input(1).bytes)).in(1);
    emitState(e, variable);
    return {};
}

/// Whether a variable could be looked at before CALL_ONCE has run.
bool isFirst(const Emitter& e) {
    const Model& model = e.op().model();
    const auto& operators = model.subgraphs[e.op().subgraph()].operators;
    return std::none_of(
        operators.begin(), operators.begin() + static_cast<std::ptrdiff_t>(e.number()),
        [&](const Operator& op) {
            const BuiltinOperator code = model.operatorCodes[op.opcode].builtin;
            return code == BuiltinOperator::ReadVariable || code == BuiltinOperator::AssignVariable;
        });
}

/// One assignment of the subgraph that CALL_ONCE runs.
Result<void> initialise(Emitter& e, std::size_t subgraph, const Operator& op) {
    const interp::Program& program = e.op().program();
    const interp::TensorInfo& value = program.tensors[program.slot(subgraph, op.inputs[1])];
    THIMBLE_TRY(const Variable variable, variableOf(e, program.slot(subgraph, op.inputs[0])));
    THIMBLE_CHECK(requireBytes(e, variable, value.bytes));
    if (!value.isConstant) return e.fail("it assigns a value that is no constant");
    e.initialise(variable.name, {reinterpret_cast<const std::uint8_t*>(value.constant.data()),
                                 value.constant.size()});
    return {};
}

Result<void> emitCallOnce(Emitter& e) {
    if (!isFirst(e)) return e.fail("variables are used before it runs");
    const auto subgraph = static_cast<std::size_t>(e.op().option("init_subgraph_index"));
    const Model& model = e.op().model();
    for (const Operator& op : model.subgraphs[subgraph].operators)
        switch (model.operatorCodes[op.opcode].builtin) {
            case BuiltinOperator::VarHandle: break;
            case BuiltinOperator::AssignVariable: THIMBLE_CHECK(initialise(e, subgraph, op)); break;
            default: return e.fail("it does more than assign constants");
        }
    return {};
}

constexpr std::array kEmitters = {
    EmitEntry{BuiltinOperator::AssignVariable, emitAssign},
    EmitEntry{BuiltinOperator::CallOnce, emitCallOnce},
    EmitEntry{BuiltinOperator::ReadVariable, emitRead},
    EmitEntry{BuiltinOperator::VarHandle, emitNothing},
};

}  // namespace

std::span<const EmitEntry> variableEmitters() { return kEmitters; }

}  // namespace thimble::cproject
