// RESHAPE, SQUEEZE, EXPAND_DIMS: other dimensions for the same bytes. SHAPE and RANK tell them.

#include <algorithm>
#include <array>

#include "core/ops/operator_rule.h"

namespace thimble::ops {

namespace {

/// From the second input where it is a list, else from the options, where [0] is how old
/// converters wrote a scalar.
std::optional<Dims> requestedShape(const Operands& in) {
    if (in.shape(1, 1)) return in.values(1);
    Dims shape = in.options("new_shape");
    if (shape == Dims{0}) shape.clear();
    return shape;
}

/// One dimension may be -1: whatever is left.
ShapeList reshape(const Operands& in) {
    const auto input = in.shape(0);
    auto output = requestedShape(in);
    if (!input || !output) return {};
    const std::int64_t elements = product(*input);
    const auto open = std::ranges::find(*output, -1);
    if (open != output->end()) {
        *open = 1;
        const std::int64_t known = product(*output);
        if (known == 0) return {};
        *open = elements / known;
    }
    const bool negative = std::ranges::any_of(*output, [](std::int64_t size) { return size < 0; });
    if (negative || product(*output) != elements || isSaturated(elements)) return {};
    return oneOutput(std::move(*output));
}

/// Drops the dimensions that the options name, or all of size 1.
ShapeList squeeze(const Operands& in) {
    const auto input = in.shape(0);
    if (!input) return {};
    const Dims axes = in.options("squeeze_dims");
    std::vector<bool> dropped(input->size());
    for (const std::int64_t value : axes) {
        const auto axis = axisAmong(input->size(), value);
        if (!axis || (*input)[*axis] != 1) return {};
        dropped[*axis] = true;
    }
    Dims output;
    for (std::size_t i = 0; i < input->size(); ++i)
        if (!dropped[i] && (!axes.empty() || (*input)[i] != 1)) output.push_back((*input)[i]);
    return oneOutput(std::move(output));
}

ShapeList expandDims(const Operands& in) {
    const auto input = in.shape(0);
    const auto value = in.value(1);
    if (!input || !value) return {};
    const auto axis = axisAmong(input->size() + 1, *value);
    if (!axis) return {};
    return oneOutput(inserted(*input, *axis, 1));
}

ShapeList shape(const Operands& in) {
    const auto input = in.shape(0);
    if (!input) return {};
    return oneOutput({static_cast<std::int64_t>(input->size())});
}

ShapeList scalar(const Operands&) { return oneOutput({}); }

using enum BuiltinOperator;
constexpr auto kReshape = OperatorFamily::Reshape;

constexpr auto kRules = std::to_array<OperatorRule>({
    {Bitcast, kReshape},  // no rule
    {ExpandDims, kReshape, expandDims},
    {Rank, kReshape, scalar},
    {Reshape, kReshape, reshape},
    {Shape, kReshape, shape},
    {Squeeze, kReshape, squeeze},
    {StablehloReshape, kReshape},  // no rule: only the output has the shape
});

}  // namespace

std::span<const OperatorRule> reshapeRules() { return kRules; }

}  // namespace thimble::ops
