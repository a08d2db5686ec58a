// Sums, means and extremes along some dimensions, per segment, and the place of an extreme.

#include <algorithm>
#include <array>

#include "core/ops/operator_rule.h"

namespace thimble::ops {

namespace {

/// The second input names the dimensions.
ShapeList reduce(const Operands& in) {
    const auto input = in.shape(0), axes = in.values(1);
    if (!input || !axes) return {};
    std::vector<bool> reduced(input->size());
    for (const std::int64_t value : *axes) {
        const auto axis = axisAmong(input->size(), value);
        if (!axis) return {};
        reduced[*axis] = true;
    }
    Dims output;
    for (std::size_t i = 0; i < input->size(); ++i) {
        if (!reduced[i]) output.push_back((*input)[i]);
        if (reduced[i] && in.flag("keep_dims")) output.push_back(1);
    }
    return oneOutput(std::move(output));
}

ShapeList argExtreme(const Operands& in) {
    const auto input = in.shape(0);
    const auto value = in.value(1);
    if (!input || !value) return {};
    const auto axis = axisAmong(input->size(), *value);
    if (!axis) return {};
    return oneOutput(without(*input, *axis));
}

/// Data, the segment of each of its leading elements, the number of segments.
ShapeList unsortedSegment(const Operands& in) {
    const auto data = in.shape(0), segments = in.shape(1);
    const auto count = in.value(2);
    if (!data || !segments || !count || data->size() < segments->size()) return {};
    if (!std::equal(segments->begin(), segments->end(), data->begin())) return {};
    return oneOutput(replaced(*data, 0, segments->size(), Dims{*count}));
}

using enum BuiltinOperator;
constexpr auto kReduction = OperatorFamily::Reduction;

constexpr auto kRules = std::to_array<OperatorRule>({
    {ArgMax, kReduction, argExtreme},
    {ArgMin, kReduction, argExtreme},
    {Mean, kReduction, reduce},
    {ReduceAll, kReduction, reduce},
    {ReduceAny, kReduction, reduce},
    {ReduceMax, kReduction, reduce},
    {ReduceMin, kReduction, reduce},
    {ReduceProd, kReduction, reduce},
    {SegmentSum, kReduction},       // no rule: the last segment's number decides
    {StablehloReduce, kReduction},  // no rule
    {Sum, kReduction, reduce},
    {UnsortedSegmentMax, kReduction, unsortedSegment},
    {UnsortedSegmentMin, kReduction, unsortedSegment},
    {UnsortedSegmentProd, kReduction, unsortedSegment},
    {UnsortedSegmentSum, kReduction, unsortedSegment},
});

}  // namespace

std::span<const OperatorRule> reduceRules() { return kRules; }

}  // namespace thimble::ops
