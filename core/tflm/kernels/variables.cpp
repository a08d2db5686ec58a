// VAR_HANDLE, READ_VARIABLE, ASSIGN_VARIABLE. Sources: TFLM
// micro/kernels/{var_handle,read_variable, assign_variable}.cc, micro/micro_resource_variable.cc.
// CMSIS-NN has none of these kernels.
//
// A variable's memory is a persistent buffer that the first ASSIGN_VARIABLE to be prepared asks
// for. Preparation goes through the subgraphs in order, also those that only CALL_ONCE runs:
//
//     subgraph 0   VAR_HANDLE "x" -> t3   READ_VARIABLE t3   ASSIGN_VARIABLE t3, v   <- asks
//     subgraph 1   VAR_HANDLE "x" -> t0   ASSIGN_VARIABLE t0, zeros                  <- has it
//
// The application has to make room for the variables' names first (MicroResourceVariables).

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/tflm/kernels/common.h"
#include "core/tflm/kernels/families.h"
#include "core/tflm/kernels/operand_checks.h"

namespace thimble::tflm {

namespace {

using enum TensorType;

/// A text among the options; nothing where the file leaves it out.
std::optional<std::string_view> textOption(const Operator& op, std::string_view field) {
    if (op.options.type != "VarHandleOptions") return {};
    for (const OptionField& option : op.options.fields)
        if (option.name == field)
            if (const auto* text = std::get_if<std::string>(&option.value)) return *text;
    return {};
}

/// The variables as they come into being while TFLM prepares one operator after the other.
class Variables {
public:
    using Id = std::size_t;

    /// The variable of this name, now or already made. Without a container any one suits.
    Id handle(const Operator& op) {
        const auto container = textOption(op, "container");
        auto& named = m_byName[textOption(op, "shared_name").value_or("")];
        for (const auto& [otherContainer, id] : named)
            if (!container || container == otherContainer) return id;
        named.emplace_back(container, m_allocated.size());
        m_allocated.push_back(false);
        return named.back().second;
    }
    [[nodiscard]] bool contains(std::int64_t id) const {
        return id >= 0 && id < std::ssize(m_allocated);
    }
    /// True the first time.
    bool allocate(Id id) { return !std::exchange(m_allocated[id], true); }

private:
    using Named = std::vector<std::pair<std::optional<std::string_view>, Id>>;
    std::map<std::string_view, Named> m_byName;
    std::vector<char> m_allocated;
};

/// What ASSIGN_VARIABLE finds in its first operand while it is prepared: a variable's number, also
/// one that does not exist; nothing where the number is only known when the model runs.
std::optional<std::int64_t> assignedId(const Model& model, const Subgraph& subgraph,
                                       const Operator& op,
                                       const std::map<std::int32_t, Variables::Id>& handles) {
    if (op.inputs.empty() || op.inputs[0] < 0) return {};
    if (const auto found = handles.find(op.inputs[0]); found != handles.end())
        return static_cast<std::int64_t>(found->second);
    const Tensor& tensor = subgraph.tensors[static_cast<std::size_t>(op.inputs[0])];
    if (tensor.type != Int32 || !isConstant(model, tensor)) return {};
    const KernelCall reader(model, subgraph, op, {});
    const std::vector<std::int32_t> values = reader.int32Values(tensor);
    if (values.empty()) return {};
    return values.front();
}

enum class Assignment {
    Allocates,  ///< it is the variable's first
    Finds,      ///< the memory is there, or the variable is only known when the model runs
    Fails,      ///< there is no such variable
};

/// Prepares the model up to the operator `until`.
Assignment assignmentBy(const Model& model, const Operator& until) {
    Variables variables;
    for (const Subgraph& subgraph : model.subgraphs) {
        std::map<std::int32_t, Variables::Id> handles;  // by tensor
        for (const Operator& op : subgraph.operators) {
            const BuiltinOperator code = model.operatorCodes[op.opcode].builtin;
            if (code == BuiltinOperator::VarHandle && !op.outputs.empty())
                handles[op.outputs[0]] = variables.handle(op);
            if (code != BuiltinOperator::AssignVariable) continue;
            const auto id = assignedId(model, subgraph, op, handles);
            const bool exists = id && variables.contains(*id);
            const bool first = exists && variables.allocate(static_cast<Variables::Id>(*id));
            if (&op != &until) continue;
            if (id && !exists) return Assignment::Fails;
            return first ? Assignment::Allocates : Assignment::Finds;
        }
    }
    return Assignment::Finds;
}

void varHandle(KernelCall& call) {
    call.parse(call.sized(8, 16), call.pointerBytes());  // TfLiteVarHandleParams: two pointers
    call.init(4);                                        // OpData: the variable's number
    if (!call.output(0))
        call.refuse("no output", "it cannot do without");
    else if (!textOption(call.op, "shared_name"))
        call.refuse("no name", "TFLite Micro finds variables by it");
}

void readVariable(KernelCall& call) {
    call.tempInput(0);
    requireOperands(call, 1);
}

void assignVariable(KernelCall& call) {
    if (call.inputCount() != 2 || call.outputCount() != 0 || !call.input(0) || !call.input(1)) {
        call.refuse("another number of operands", "it takes a variable and its new value");
        return;
    }
    const Tensor &variable = *call.input(0), &value = *call.input(1);
    if (!requireType(call, variable, "variable", {Resource, Int32})) return;
    if (KernelCall::elements(variable) != 1) {
        call.refuse("several variables", "it assigns one");
        return;
    }
    call.tempInput(1);
    switch (assignmentBy(call.model, call.op)) {
        case Assignment::Allocates: call.persistent(KernelCall::bytes(value)); break;
        case Assignment::Finds: break;
        case Assignment::Fails:
            call.refuse("a variable that does not exist", "no VAR_HANDLE before it makes it");
            break;
    }
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::AssignVariable, {}, "AddAssignVariable", assignVariable},
    KernelEntry{BuiltinOperator::ReadVariable, {}, "AddReadVariable", readVariable},
    KernelEntry{BuiltinOperator::VarHandle, {}, "AddVarHandle", varHandle},
};

}  // namespace

std::span<const KernelEntry> variableKernels() { return kKernels; }

}  // namespace thimble::tflm
