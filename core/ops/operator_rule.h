#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "core/ops/operands.h"
#include "core/ops/operator_rules.h"

namespace thimble::ops {

/// A rule's answer, one shape per output. A rule checks what its operator demands of the inputs;
/// that sizes are not negative and fit into 32 bits is checked for all of them at once.
using ShapeList = std::optional<std::vector<Dims>>;

/// What a family's file says of one operator.
struct OperatorRule {
    BuiltinOperator code{};
    OperatorFamily family{};
    ShapeList (*shapes)(const Operands& in) = nullptr;  ///< null: no rule
    Macs (*macs)(const Operands& in) = nullptr;         ///< null: none to count
};

// One function per file of this folder.
[[nodiscard]] std::span<const OperatorRule> activationRules();
[[nodiscard]] std::span<const OperatorRule> concatenationRules();
[[nodiscard]] std::span<const OperatorRule> controlFlowRules();
[[nodiscard]] std::span<const OperatorRule> convolutionRules();
[[nodiscard]] std::span<const OperatorRule> elementwiseRules();
[[nodiscard]] std::span<const OperatorRule> fullyConnectedRules();
[[nodiscard]] std::span<const OperatorRule> gatherRules();
[[nodiscard]] std::span<const OperatorRule> generatorRules();
[[nodiscard]] std::span<const OperatorRule> paddingRules();
[[nodiscard]] std::span<const OperatorRule> poolingRules();
[[nodiscard]] std::span<const OperatorRule> rearrangeRules();
[[nodiscard]] std::span<const OperatorRule> recurrentRules();
[[nodiscard]] std::span<const OperatorRule> reduceRules();
[[nodiscard]] std::span<const OperatorRule> reshapeRules();
[[nodiscard]] std::span<const OperatorRule> slicingRules();

// Rules that many operators share.

[[nodiscard]] inline ShapeList oneOutput(Dims dims) { return {{std::move(dims)}}; }

/// The output looks like the input at `position`.
template <std::size_t position = 0>
ShapeList sameAsInput(const Operands& in) {
    std::optional<Dims> dims = in.shape(position);
    if (!dims) return {};
    return oneOutput(std::move(*dims));
}

/// The output's shape is what the constant input at `position` holds.
template <std::size_t position>
ShapeList shapeInConstant(const Operands& in) {
    std::optional<Dims> dims = in.values(position);
    if (!dims) return {};
    return oneOutput(std::move(*dims));
}

/// An operator that works by its effect.
inline ShapeList noOutputs(const Operands&) { return std::vector<Dims>{}; }

}  // namespace thimble::ops
