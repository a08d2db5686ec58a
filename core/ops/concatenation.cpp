// CONCATENATION and SPLIT along a dimension; PACK and UNPACK along a new one.

#include <algorithm>
#include <array>
#include <utility>

#include "core/ops/operator_rule.h"

namespace thimble::ops {

namespace {

/// All inputs agree but for one dimension, whose sizes add up.
ShapeList concatenate(const Operands& in, std::string_view axisOption) {
    auto output = in.shape(0);
    if (!output) return {};
    const auto axis = axisAmong(output->size(), in.option(axisOption));
    if (!axis) return {};
    for (std::size_t i = 1; i < in.inputCount(); ++i) {
        auto input = in.shape(i, output->size());
        if (!input) return {};
        (*output)[*axis] += (*input)[*axis];
        (*input)[*axis] = (*output)[*axis];
        if (*input != *output) return {};
    }
    return oneOutput(std::move(*output));
}

ShapeList concatenation(const Operands& in) { return concatenate(in, "axis"); }
ShapeList stablehloConcatenate(const Operands& in) { return concatenate(in, "dimension"); }

ShapeList pack(const Operands& in) {
    const auto first = in.shape(0);
    if (!first) return {};
    for (std::size_t i = 1; i < in.inputCount(); ++i)
        if (in.shape(i) != first) return {};
    const auto axis = axisAmong(first->size() + 1, in.option("axis"));
    if (!axis) return {};
    return oneOutput(inserted(*first, *axis, static_cast<std::int64_t>(in.inputCount())));
}

ShapeList unpack(const Operands& in) {
    const auto input = in.shape(0);
    if (!input) return {};
    const auto axis = axisAmong(input->size(), in.option("axis"));
    if (!axis || (*input)[*axis] != static_cast<std::int64_t>(in.outputCount())) return {};
    return std::vector<Dims>(in.outputCount(), without(*input, *axis));
}

/// Inputs are the axis and what to split into equal parts.
ShapeList split(const Operands& in) {
    auto part = in.shape(1);
    const auto value = in.value(0);
    if (!part || !value) return {};
    const auto axis = axisAmong(part->size(), *value);
    const auto parts = static_cast<std::int64_t>(in.outputCount());
    if (!axis || parts == 0 || (*part)[*axis] % parts != 0) return {};
    (*part)[*axis] /= parts;
    return std::vector<Dims>(in.outputCount(), *part);
}

/// Inputs are what to split, the sizes (one may be -1: the rest) and the axis.
ShapeList splitV(const Operands& in) {
    const auto input = in.shape(0);
    auto sizes = in.values(1);
    const auto value = in.value(2);
    if (!input || !sizes || !value) return {};
    const auto axis = axisAmong(input->size(), *value);
    if (!axis) return {};
    std::int64_t rest = (*input)[*axis];
    for (const std::int64_t size : *sizes) rest -= std::max<std::int64_t>(size, 0);
    const auto open = std::ranges::find(*sizes, -1);
    if (open != sizes->end()) *open = std::exchange(rest, 0);
    if (rest != 0) return {};
    std::vector<Dims> outputs;
    for (const std::int64_t size : *sizes) {
        outputs.push_back(*input);
        outputs.back()[*axis] = size;  // a negative one that is left here fits no shape
    }
    return outputs;
}

using enum BuiltinOperator;
constexpr auto kDataMovement = OperatorFamily::DataMovement;

constexpr auto kRules = std::to_array<OperatorRule>({
    {Concatenation, kDataMovement, concatenation},
    {Pack, kDataMovement, pack},
    {Split, kDataMovement, split},
    {SplitV, kDataMovement, splitV},
    {StablehloConcatenate, kDataMovement, stablehloConcatenate},
    {Unpack, kDataMovement, unpack},
});

}  // namespace

std::span<const OperatorRule> concatenationRules() { return kRules; }

}  // namespace thimble::ops
