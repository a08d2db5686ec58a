// Operators that run other subgraphs, keep state, or are not the schema's own.

#include <array>

#include "core/model/called_subgraphs.h"
#include "core/ops/operator_rule.h"

namespace thimble::ops {

namespace {

std::optional<std::vector<Dims>> shapesOf(const Subgraph& subgraph,
                                          const std::vector<std::int32_t>& tensors) {
    std::vector<Dims> result;
    for (const std::int32_t tensor : tensors) {
        auto dims = shapeOf(subgraph, tensor);
        if (!dims) return {};
        result.push_back(std::move(*dims));
    }
    return result;
}

/// What a called subgraph gives back, when what the operator hands over, from the input at `first`
/// on, has the shapes that it was written for.
ShapeList resultsOf(const Operands& in, std::int64_t called, std::size_t first) {
    if (called < 0 || called >= std::ssize(in.model().subgraphs)) return {};
    const Subgraph& subgraph = in.model().subgraphs[static_cast<std::size_t>(called)];
    if (in.inputCount() != first + subgraph.inputs.size() ||
        in.outputCount() != subgraph.outputs.size())
        return {};
    for (std::size_t i = 0; i < subgraph.inputs.size(); ++i) {
        const auto expected = shapeOf(subgraph, subgraph.inputs[i]);
        if (!expected || in.shape(first + i) != expected) return {};
    }
    return shapesOf(subgraph, subgraph.outputs);
}

ShapeList call(const Operands& in) {
    const std::vector<std::int64_t> called = calledSubgraphs(in.op());
    return called.size() == 1 ? resultsOf(in, called.front(), 0) : ShapeList{};
}

/// The condition comes first; both branches must agree.
ShapeList ifElse(const Operands& in) {
    const std::vector<std::int64_t> called = calledSubgraphs(in.op());
    if (called.size() != 2) return {};
    ShapeList then = resultsOf(in, called[0], 1);
    return then == resultsOf(in, called[1], 1) ? then : ShapeList{};
}

/// Condition and body. What the body changes comes back with the shape it had.
ShapeList whileLoop(const Operands& in) {
    const std::vector<std::int64_t> called = calledSubgraphs(in.op());
    if (called.size() != 2) return {};
    ShapeList carried = resultsOf(in, called[1], 0);
    if (!carried || carried->size() != in.inputCount()) return {};
    for (std::size_t i = 0; i < carried->size(); ++i)
        if (in.shape(i) != (*carried)[i]) return {};
    return carried;
}

using enum BuiltinOperator;
constexpr auto kControlFlow = OperatorFamily::ControlFlow;
constexpr auto kCustom = OperatorFamily::Custom;
constexpr auto kState = OperatorFamily::State;

constexpr auto kRules = std::to_array<OperatorRule>({
    {Call, kControlFlow, call},
    {CallOnce, kControlFlow, noOutputs},
    {If, kControlFlow, ifElse},
    {StablehloCase, kControlFlow},  // no rule
    {StablehloComposite, kControlFlow, call},
    {StablehloWhile, kControlFlow, whileLoop},
    {While, kControlFlow, whileLoop},

    // No rule: what a handle leads to is known to the runtime only.
    {AssignVariable, kState, noOutputs},
    {Hashtable, kState},
    {HashtableFind, kState},
    {HashtableImport, kState, noOutputs},
    {HashtableSize, kState},
    {ReadVariable, kState},
    {VarHandle, kState},

    // No rule: what they do is not the schema's business.
    {Custom, kCustom},
    {Delegate, kCustom},
    {PlaceholderForGreaterOpCodes, kCustom},
    {StablehloCustomCall, kCustom},
});

}  // namespace

std::span<const OperatorRule> controlFlowRules() { return kRules; }

}  // namespace thimble::ops
