// VAR_HANDLE, READ_VARIABLE, ASSIGN_VARIABLE: memory that subgraphs share by name.
//
// A handle's value is the variable's number. Its memory is a state of the frame: a header that says
// how many bytes are assigned, then the bytes. As in TFLM, a variable that has an ASSIGN_VARIABLE
// anywhere can be read before that has run.
//   source   TFLM micro/micro_resource_variable.cc

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <vector>

#include "core/interp/kernels/families.h"
#include "core/interp/operator_call.h"

namespace thimble::interp {

namespace {

/// Keeps what follows it aligned for every type.
constexpr std::size_t kHeaderBytes = 16;

/// The first bytes of a state.
struct Header {
    std::uint64_t isAssigned = 0;
    std::uint64_t bytes = 0;
};
static_assert(sizeof(Header) == kHeaderBytes);

Result<void> requireHandle(const OperatorCall& call, const TensorInfo& tensor) {
    if (tensor.type != TensorType::Resource && tensor.type != TensorType::Int32)
        return call.failType(tensor);
    if (tensor.elements != 1) return call.fail("its handle is not one");
    return {};
}

Result<Step> prepareHandle(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(0));
    THIMBLE_CHECK(requireHandle(call, call.output()));
    const std::size_t state =
        call.addState(kHeaderBytes, call.text("container") + '/' + call.text("shared_name"));
    ResourceVariables& known = call.program().variables;
    const auto [number, isNew] = known.byState.try_emplace(state, known.variables.size());
    if (isNew) known.variables.push_back({state});
    known.handles[call.outputSlot()] = number->second;
    return [to = call.outputSlot(),
            id = static_cast<std::int32_t>(number->second)](Frame& frame) -> Result<bool> {
        std::memcpy(frame.writable(to).data(), &id, sizeof id);
        return true;
    };
}

/// The variable that a handle means at run time.
struct Variable {
    std::span<std::byte> state;
    const ResourceVariable* info = nullptr;
    Header header;
};

/// Nothing where the handle is none, or its variable is assigned nowhere.
std::optional<Variable> variableOf(Frame& frame, Slot handle) {
    std::int32_t id = 0;
    std::memcpy(&id, frame.bytes(handle).data(), sizeof id);
    const std::vector<ResourceVariable>& known = frame.program().variables.variables;
    if (id < 0 || static_cast<std::size_t>(id) >= known.size()) return {};
    const ResourceVariable& info = known[static_cast<std::size_t>(id)];
    if (!info.isAssigned) return {};
    Variable variable{frame.state(info.state), &info, {}};
    std::memcpy(&variable.header, variable.state.data(), sizeof(Header));
    return variable;
}

Result<Step> prepareRead(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(1));
    THIMBLE_CHECK(requireHandle(call, call.input(0)));
    const Error unknown = call.fail("it reads a variable that nothing is assigned to").value();
    const Error size = call.fail("what it reads is not as large as its output").value();
    return [handle = call.inputSlot(0), to = call.outputSlot(), unknown,
            size](Frame& frame) -> Result<bool> {
        const std::optional<Variable> variable = variableOf(frame, handle);
        if (!variable) return tl::unexpected<Error>(unknown);
        const bool isAssigned = variable->header.isAssigned != 0;
        const std::span<std::byte> out = frame.writable(to);
        if (out.size() != (isAssigned ? variable->header.bytes : variable->info->bytes))
            return tl::unexpected<Error>(size);
        if (isAssigned)
            std::ranges::copy(variable->state.subspan(kHeaderBytes, out.size()), out.begin());
        else
            std::ranges::fill(out, variable->info->initial);
        return true;
    };
}

/// Makes room for the value, where the handle comes from this subgraph: one that is handed in leads
/// to a variable that must have room already.
void reserve(const OperatorCall& call) {
    Program& program = call.program();
    const auto handle = program.variables.handles.find(call.inputSlot(0));
    if (handle == program.variables.handles.end()) return;
    const TensorInfo& value = call.input(1);
    ResourceVariable& variable = program.variables.variables[handle->second];
    std::size_t& bytes = program.stateBytes[variable.state];
    bytes = std::max(bytes, kHeaderBytes + value.bytes);
    if (!variable.isAssigned)
        variable = {variable.state, true, value.bytes, static_cast<std::byte>(value.zeroPoint)};
}

Result<Step> prepareAssign(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(2, 0));
    THIMBLE_CHECK(requireHandle(call, call.input(0)));
    reserve(call);
    const Error unknown = call.fail("its handle leads to no variable").value();
    const Error room = call.fail("what it assigns is larger than its variable").value();
    return [handle = call.inputSlot(0), from = call.inputSlot(1), unknown,
            room](Frame& frame) -> Result<bool> {
        const std::optional<Variable> variable = variableOf(frame, handle);
        if (!variable) return tl::unexpected<Error>(unknown);
        const std::span<const std::byte> value = frame.bytes(from);
        if (kHeaderBytes + value.size() > variable->state.size())
            return tl::unexpected<Error>(room);
        const Header header{1, value.size()};
        std::memcpy(variable->state.data(), &header, sizeof header);
        std::ranges::copy(value, variable->state.begin() + kHeaderBytes);
        return true;
    };
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::AssignVariable, prepareAssign},
    KernelEntry{BuiltinOperator::ReadVariable, prepareRead},
    KernelEntry{BuiltinOperator::VarHandle, prepareHandle},
};

}  // namespace

std::span<const KernelEntry> variableKernels() { return kKernels; }

}  // namespace thimble::interp
