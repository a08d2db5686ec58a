// IF, WHILE, CALL_ONCE: operators that run other subgraphs. What those subgraphs ask for is theirs;
// here are the operators' own requests, and whether tensors fit when values are copied over.
// Sources: TFLM micro/kernels/{if,while,call_once}.cc, kernel_util.cc (the functions that copy
// between operators and subgraphs). CMSIS-NN has none of these kernels.

#include <array>
#include <span>
#include <string>

#include "core/tflm/kernels/common.h"
#include "core/tflm/kernels/families.h"
#include "core/tflm/kernels/movement_checks.h"
#include "core/tflm/kernels/operand_checks.h"

namespace thimble::tflm {

namespace {

using Indices = std::span<const std::int32_t>;

/// Tensors of one subgraph, by index.
struct TensorList {
    const Subgraph& subgraph;
    Indices indices;

    [[nodiscard]] std::size_t size() const { return indices.size(); }
    /// Null for a tensor left out.
    [[nodiscard]] const Tensor* operator[](std::size_t i) const {
        const auto index = static_cast<std::size_t>(indices[i]);
        return indices[i] >= 0 && index < subgraph.tensors.size() ? &subgraph.tensors[index]
                                                                  : nullptr;
    }
};

/// Without its options an operator would call subgraph 0, where TFLM plans the head it even follows
/// a null pointer.
bool requireOptions(KernelCall& call, std::string_view table) {
    return call.op.options.type == table ||
           call.refuse("no options", "they name the subgraphs that it calls");
}

/// The subgraph that the option names; null, and a refusal, where there is none.
const Subgraph* requireSubgraph(KernelCall& call, std::string_view table, std::string_view field) {
    const std::int64_t index = option(call, table, field);
    if (index >= 0 && index < std::ssize(call.model.subgraphs))
        return &call.model.subgraphs[static_cast<std::size_t>(index)];
    call.refuse(std::string(field) + " " + std::to_string(index),
                "the model has " + std::to_string(call.model.subgraphs.size()) + " subgraphs");
    return nullptr;
}

bool requireEquallyMany(KernelCall& call, const TensorList& from, const TensorList& to,
                        std::string_view what) {
    return from.size() == to.size() ||
           call.refuse(std::to_string(from.size()) + " " + std::string(what) + " for " +
                           std::to_string(to.size()),
                       "every tensor needs its counterpart");
}

/// Values can be copied one to one: the lists are equally long, and each pair has as many bytes.
bool requireCopyable(KernelCall& call, const TensorList& from, const TensorList& to,
                     std::string_view what) {
    if (!requireEquallyMany(call, from, to, what)) return false;
    for (std::size_t i = 0; i < from.size(); ++i) {
        const Tensor *source = from[i], *destination = to[i];
        if (!source || !destination)
            return call.refuse("a tensor left out among " + std::string(what),
                               "TFLite Micro would copy it");
        if (KernelCall::bytes(*source) != KernelCall::bytes(*destination))
            return call.refuse(
                std::string(what) + " of different sizes (tensor " + std::to_string(i) + ")",
                "TFLite Micro copies values and does not reshape them");
    }
    return true;
}

TensorList inputsOf(const KernelCall& call, std::size_t first) {
    return {call.subgraph, Indices(call.op.inputs).subspan(first)};
}
TensorList outputsOf(const KernelCall& call) { return {call.subgraph, call.op.outputs}; }
TensorList inputsOf(const Subgraph& subgraph) { return {subgraph, subgraph.inputs}; }
TensorList outputsOf(const Subgraph& subgraph) { return {subgraph, subgraph.outputs}; }

void ifElse(KernelCall& call) {
    call.parse(8, 4);  // TfLiteIfParams
    call.init(8);      // OpData: two subgraphs
    if (!requireOptions(call, "IfOptions")) return;
    call.tempInput(0);
    const Tensor* condition = call.input(0);
    if (!condition) {
        call.refuse("no condition", "it cannot do without");
        return;
    }
    if (!requireType(call, *condition, "condition", {TensorType::Bool})) return;
    if (KernelCall::elements(*condition) != 1) {
        call.refuse("several conditions", "it decides once");
        return;
    }
    const Subgraph* thenBranch = requireSubgraph(call, "IfOptions", "then_subgraph_index");
    if (!thenBranch) return;
    const Subgraph* elseBranch = requireSubgraph(call, "IfOptions", "else_subgraph_index");
    if (!elseBranch ||
        !requireEquallyMany(call, inputsOf(call, 1), inputsOf(*thenBranch), "inputs of a branch") ||
        !requireEquallyMany(call, outputsOf(*thenBranch), outputsOf(call), "outputs of a branch"))
        return;
    call.enter(Phase::Invoke);
    for (const Subgraph* branch : {thenBranch, elseBranch}) {
        if (!requireCopyable(call, inputsOf(call, 1), inputsOf(*branch), "inputs of a branch"))
            return;
        if (branch->outputs.empty()) continue;  // nothing is copied
        if (!requireCopyable(call, outputsOf(*branch), outputsOf(call), "outputs of a branch"))
            return;
    }
}

void whileLoop(KernelCall& call) {
    call.parse(8, 4);  // TfLiteWhileParams
    call.init(8);      // OpData: two subgraphs
    if (!requireOptions(call, "WhileOptions")) return;
    const Subgraph* condition = requireSubgraph(call, "WhileOptions", "cond_subgraph_index");
    if (!condition) return;
    const Subgraph* body = requireSubgraph(call, "WhileOptions", "body_subgraph_index");
    if (!body) return;
    const TensorList start = inputsOf(call, 0), state = outputsOf(call);
    if (!requireEquallyMany(call, start, inputsOf(*condition), "inputs of the condition") ||
        !requireEquallyMany(call, start, inputsOf(*body), "inputs of the body") ||
        !requireEquallyMany(call, start, state, "inputs and outputs") ||
        !requireEquallyMany(call, outputsOf(*body), state, "outputs of the body"))
        return;
    call.enter(Phase::Invoke);
    if (condition->outputs.empty()) {
        call.refuse("a condition without output", "it could not end");
        return;
    }
    if (requireCopyable(call, start, inputsOf(*condition), "inputs of the condition") &&
        requireCopyable(call, start, state, "inputs and outputs") &&
        requireCopyable(call, state, inputsOf(*body), "inputs of the body"))
        requireCopyable(call, outputsOf(*body), state, "outputs of the body");
}

void callOnce(KernelCall& call) {
    call.parse(4, 4);  // TfLiteCallOnceParams
    call.init(8);      // OpData: the subgraph, and whether it has run
    if (requireExactly(call, 0, 0) && requireOptions(call, "CallOnceOptions"))
        requireSubgraph(call, "CallOnceOptions", "init_subgraph_index");
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::CallOnce, {}, "AddCallOnce", callOnce},
    KernelEntry{BuiltinOperator::If, {}, "AddIf", ifElse},
    KernelEntry{BuiltinOperator::While, {}, "AddWhile", whileLoop},
};

}  // namespace

std::span<const KernelEntry> controlFlowKernels() { return kKernels; }

}  // namespace thimble::tflm
