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

/// The subgraph that the option names; null, and a refusal, where there is none.
const Subgraph* requireSubgraph(KernelCall& call, std::string_view table, std::string_view field) {
    const std::int64_t index = option(call, table, field);
    if (index >= 0 && index < std::ssize(call.model.subgraphs))
        return &call.model.subgraphs[static_cast<std::size_t>(index)];
    call.refuse(std::string(field) + " " + std::to_string(index),
               "the model has " + std::to_string(call.model.subgraphs.size()) + " subgraphs");
    return nullptr;
}

/// Values can be copied one to one: the lists are equally long, and each pair has as many bytes.
bool requireCopyable(KernelCall& call, const TensorList& from, const TensorList& to,
                     std::string_view what) {
    if (from.size() != to.size())
        return call.refuse(
                          std::to_string(from.size()) + " " + std::string(what) + " for " +
                              std::to_string(to.size()),
                          "every tensor needs its counterpart");
    for (std::size_t i = 0; i < from.size(); ++i) {
        const Tensor *source = from[i], *destination = to[i];
        if (!source || !destination)
            return call.refuse("a tensor left out among " + std::string(what),
                              "TFLite Micro would copy it");
        if (KernelCall::bytes(*source) != KernelCall::bytes(*destination))
            return call.refuse(std::string(what) + " of different sizes (tensor " + std::to_string(i) + ")",
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
    for (const std::string_view branch : {"then_subgraph_index", "else_subgraph_index"}) {
        const Subgraph* subgraph = requireSubgraph(call, "IfOptions", branch);
        if (!subgraph ||
            !requireCopyable(call, inputsOf(call, 1), inputsOf(*subgraph), "inputs of a branch"))
            return;
        // Only the first branch has to have outputs; without any nothing is copied.
        if (subgraph->outputs.empty() && branch != "then_subgraph_index") return;
        if (!requireCopyable(call, outputsOf(*subgraph), outputsOf(call), "outputs of a branch"))
            return;
    }
}

void whileLoop(KernelCall& call) {
    call.parse(8, 4);  // TfLiteWhileParams
    call.init(8);      // OpData: two subgraphs
    const Subgraph* condition = requireSubgraph(call, "WhileOptions", "cond_subgraph_index");
    if (!condition) return;
    const Subgraph* body = requireSubgraph(call, "WhileOptions", "body_subgraph_index");
    if (!body) return;
    if (condition->outputs.empty()) {
        call.refuse("a condition without output", "it could not end");
        return;
    }
    const TensorList state = outputsOf(call);
    if (requireCopyable(call, inputsOf(call, 0), inputsOf(*condition), "inputs of the condition") &&
        requireCopyable(call, inputsOf(call, 0), state, "inputs and outputs") &&
        requireCopyable(call, state, inputsOf(*body), "inputs of the body"))
        requireCopyable(call, outputsOf(*body), state, "outputs of the body");
}

void callOnce(KernelCall& call) {
    call.parse(4, 4);  // TfLiteCallOnceParams
    call.init(8);      // OpData: the subgraph, and whether it has run
    if (requireCounts(call, 0, 0)) requireSubgraph(call, "CallOnceOptions", "init_subgraph_index");
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::CallOnce, {}, "AddCallOnce", callOnce},
    KernelEntry{BuiltinOperator::If, {}, "AddIf", ifElse},
    KernelEntry{BuiltinOperator::While, {}, "AddWhile", whileLoop},
};

}  // namespace

std::span<const KernelEntry> controlFlowKernels() { return kKernels; }

}  // namespace thimble::tflm
