// VAR_HANDLE, READ_VARIABLE, ASSIGN_VARIABLE. Sources: TFLM
// micro/kernels/{var_handle,read_variable,assign_variable}.cc, micro/micro_resource_variable.cc.
// CMSIS-NN has none of these kernels. What a variable is and who asks for its memory is a matter of
// the whole model: model_facts.h. The application has to make room for the variables' names first
// (MicroResourceVariables).

#include <algorithm>
#include <array>

#include "core/tflm/kernels/families.h"
#include "core/tflm/kernels/operand_checks.h"

namespace thimble::tflm {

namespace {

using enum TensorType;

/// There are variables at all; without any, the application has no reason to make room for them.
void requireVariables(KernelCall& call) {
    call.enter(Phase::Invoke);
    if (call.facts.varHandles == 0)
        call.refuse("no variables in this model", "a VAR_HANDLE would make one");
}

void varHandle(KernelCall& call) {
    call.parse(call.sized(8, 16), call.pointerBytes());  // TfLiteVarHandleParams: two pointers
    call.init(4);                                        // OpData: the variable's number
    if (!requireOperands(call, 0)) return;
    const bool named = call.op.options.type == "VarHandleOptions" &&
                       std::ranges::find(call.op.options.fields, "shared_name",
                                         &OptionField::name) != call.op.options.fields.end();
    if (!named) {
        call.refuse("no name", "TFLite Micro finds variables by it");
        return;
    }
    if (call.variable == VariableFinding::NullContainer)
        call.refuse("a container where a variable before it has none",
                    "TFLite Micro follows a null pointer");
}

void readVariable(KernelCall& call) {
    call.tempInput(0);
    if (!requireInputs(call, 1)) return;
    call.enter(Phase::Invoke);
    if (requireOperands(call, 1)) requireVariables(call);
}

void assignVariable(KernelCall& call) {
    if (!requireExactly(call, 2, 0)) return;
    const Tensor &variable = *call.input(0), &value = *call.input(1);
    if (!requireType(call, variable, "variable", {Resource, Int32})) return;
    if (KernelCall::elements(variable) != 1) {
        call.refuse("several variables", "it assigns one");
        return;
    }
    call.tempInput(1);
    if (call.variable == VariableFinding::FirstToAssign) call.persistent(KernelCall::bytes(value));
    if (call.variable == VariableFinding::NoSuchVariable) {
        call.refuse("a variable that does not exist", "no VAR_HANDLE before it makes it");
        return;
    }
    requireVariables(call);
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::AssignVariable, {}, "AddAssignVariable", assignVariable},
    KernelEntry{BuiltinOperator::ReadVariable, {}, "AddReadVariable", readVariable},
    KernelEntry{BuiltinOperator::VarHandle, {}, "AddVarHandle", varHandle},
};

}  // namespace

std::span<const KernelEntry> variableKernels() { return kKernels; }

}  // namespace thimble::tflm
