#include "core/prune/rules/rules.h"

#include <algorithm>
#include <array>

#include "core/ops/operator_rules.h"

namespace thimble::prune {

namespace {

LinkRule findRule(BuiltinOperator code) {
    for (const std::span<const LinkEntry> family :
         {contractionLinks(), elementwiseLinks(), movementLinks(), pieceLinks(), recurrentLinks(),
          reshapeLinks()})
        for (const LinkEntry& entry : family)
            if (entry.code == code) return entry.link;
    return nullptr;
}

/// The file's shapes are those that the operator makes of its inputs: rules rely on it, and so does
/// whoever changes the inputs.
bool hasShapesOfRule(const Model& model, const Operator& op) {
    const Subgraph& subgraph = model.subgraphs[0];
    const auto shapes = outputShapes(model, subgraph, op);
    if (!shapes || shapes->size() != op.outputs.size()) return false;
    for (std::size_t i = 0; i < shapes->size(); ++i)
        if ((*shapes)[i] != subgraph.tensors[static_cast<std::size_t>(op.outputs[i])].shape)
            return false;
    return true;
}

bool hasEmptyOperand(const Model& model, const Operator& op) {
    const auto isEmpty = [&model](std::int32_t t) {
        return t >= 0 && std::ranges::count(
                             model.subgraphs[0].tensors[static_cast<std::size_t>(t)].shape, 0) != 0;
    };
    return std::ranges::any_of(op.inputs, isEmpty) || std::ranges::any_of(op.outputs, isEmpty);
}

}  // namespace

void linkOperator(const Model& model, std::int32_t op, Atoms& atoms, LinkRecord& record) {
    ChannelLinks links(model, op, atoms, record);
    const Operator& described = links.operands().op();
    const LinkRule rule = findRule(links.code());
    if (rule == nullptr)
        links.freezeOperands("is an operator whose channels nobody has a rule for");
    else if (hasEmptyOperand(model, described))
        links.freezeOperands("has an operand without elements");
    else if (!hasShapesOfRule(model, described))
        links.freezeOperands("has shapes that are known only when it runs, or are wrong");
    else if (!rule(links))
        links.freezeOperands("has operands that do not fit the rule for its channels");
}

void linkAxesBut(ChannelLinks& links, std::int32_t from, std::int32_t to, std::int32_t skipped) {
    for (std::int32_t a = 0; a < links.rank(from); ++a)
        if (a != skipped) links.tie({from, a}, {to, a});
}

}  // namespace thimble::prune
