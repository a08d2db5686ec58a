#include "core/ops/operator_rules.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <span>

#include "core/base/assert.h"
#include "core/ops/operands.h"
#include "core/ops/operator_rule.h"

namespace thimble {

namespace {

using ops::Dims;
using ops::OperatorRule;

constexpr std::size_t kBuiltins = static_cast<std::size_t>(BuiltinOperator::StablehloCase) + 1;

using Registry = std::array<OperatorRule, kBuiltins>;

/// Every family's rules by operator code. Each operator has its place in exactly one family.
Registry buildRegistry() {
    Registry registry;
    registry.fill({.family = OperatorFamily::Unknown});
    for (const std::span<const OperatorRule> rules :
         {ops::activationRules(), ops::concatenationRules(), ops::controlFlowRules(),
          ops::convolutionRules(), ops::elementwiseRules(), ops::fullyConnectedRules(),
          ops::gatherRules(), ops::generatorRules(), ops::paddingRules(), ops::poolingRules(),
          ops::rearrangeRules(), ops::recurrentRules(), ops::reduceRules(), ops::reshapeRules(),
          ops::slicingRules()})
        for (const OperatorRule& rule : rules) {
            OperatorRule& entry = registry[static_cast<std::size_t>(rule.code)];
            THIMBLE_ASSERT(entry.family == OperatorFamily::Unknown);
            entry = rule;
        }
    THIMBLE_ASSERT(std::ranges::none_of(
        registry, [](const OperatorRule& rule) { return rule.family == OperatorFamily::Unknown; }));
    return registry;
}

const OperatorRule& ruleOf(BuiltinOperator code) {
    static const Registry registry = buildRegistry();
    static constexpr OperatorRule unknown{.family = OperatorFamily::Unknown};
    const auto index = static_cast<std::size_t>(code);  // a negative code becomes a huge index
    return index < registry.size() ? registry[index] : unknown;
}

const OperatorRule& ruleOf(const Model& model, const Operator& op) {
    const bool known = op.opcode < model.operatorCodes.size();
    return ruleOf(known ? model.operatorCodes[op.opcode].builtin : BuiltinOperator{-1});
}

std::optional<Shape> asShape(const Dims& dims) {
    constexpr std::int64_t kLargest = std::numeric_limits<std::int32_t>::max();
    if (dims.size() > ops::kLargestRank ||
        std::ranges::any_of(dims, [](std::int64_t size) { return size < 0 || size > kLargest; }))
        return {};
    Shape shape(dims.size());
    std::ranges::transform(dims, shape.begin(),
                           [](std::int64_t size) { return static_cast<std::int32_t>(size); });
    return shape;
}

}  // namespace

std::optional<std::vector<Shape>> outputShapes(const Model& model, const Subgraph& subgraph,
                                               const Operator& op) {
    const OperatorRule& rule = ruleOf(model, op);
    if (!rule.shapes) return {};
    const ops::ShapeList list = rule.shapes(ops::Operands(model, subgraph, op));
    if (!list || list->size() != op.outputs.size()) return {};
    std::vector<Shape> result;
    for (const Dims& dims : *list) {
        std::optional<Shape> shape = asShape(dims);
        if (!shape) return {};
        result.push_back(std::move(*shape));
    }
    return result;
}

Macs operatorMacs(const Model& model, const Subgraph& subgraph, const Operator& op) {
    const OperatorRule& rule = ruleOf(model, op);
    return rule.macs ? rule.macs(ops::Operands(model, subgraph, op)) : 0;
}

Macs modelMacs(const Model& model) {
    constexpr Macs kMost = std::numeric_limits<Macs>::max();
    Macs total = 0;
    for (const Operator& op : model.subgraphs[0].operators) {
        const Macs macs = operatorMacs(model, model.subgraphs[0], op);
        total = macs > kMost - total ? kMost : total + macs;
    }
    return total;
}

bool knowsMacs(BuiltinOperator code) {
    const OperatorRule& rule = ruleOf(code);
    switch (rule.family) {
        case OperatorFamily::Custom:
        case OperatorFamily::Unknown: return false;
        case OperatorFamily::Convolution:
        case OperatorFamily::MatrixProduct:
        case OperatorFamily::Recurrent: return rule.macs != nullptr;
        default: return true;  // nothing to count
    }
}

OperatorFamily operatorFamily(BuiltinOperator code) { return ruleOf(code).family; }

std::string_view operatorFamilyName(OperatorFamily family) {
    switch (family) {
        case OperatorFamily::Convolution: return "convolution";
        case OperatorFamily::MatrixProduct: return "matrix product";
        case OperatorFamily::Pooling: return "pooling";
        case OperatorFamily::Recurrent: return "recurrent";
        case OperatorFamily::Activation: return "activation";
        case OperatorFamily::Normalization: return "normalization";
        case OperatorFamily::Elementwise: return "elementwise";
        case OperatorFamily::Conversion: return "conversion";
        case OperatorFamily::Reduction: return "reduction";
        case OperatorFamily::Reshape: return "reshape";
        case OperatorFamily::DataMovement: return "data movement";
        case OperatorFamily::Lookup: return "lookup";
        case OperatorFamily::Generator: return "generator";
        case OperatorFamily::Signal: return "signal";
        case OperatorFamily::ControlFlow: return "control flow";
        case OperatorFamily::State: return "state";
        case OperatorFamily::Custom: return "custom";
        case OperatorFamily::Unknown: return "unknown";
    }
    return "unknown";
}

}  // namespace thimble
