// PAD and its kin: the same elements with more around or between them.

#include <algorithm>
#include <array>

#include "core/ops/operator_rule.h"

namespace thimble::ops {

namespace {

/// The second input is [rank, 2]: elements before and after.
ShapeList pad(const Operands& in) {
    auto output = in.shape(0);
    const auto shape = in.shape(1, 2), padding = in.values(1);
    if (!output || !shape || !padding) return {};
    if (*shape != Dims{static_cast<std::int64_t>(output->size()), 2}) return {};
    for (std::size_t i = 0; i < output->size(); ++i) {
        const std::int64_t before = (*padding)[2 * i], after = (*padding)[2 * i + 1];
        if (before < 0 || after < 0) return {};
        (*output)[i] += before + after;
    }
    return oneOutput(std::move(*output));
}

/// Elements of a dimension with `gap` more between each two.
std::int64_t spread(std::int64_t size, std::int64_t gap) {
    return size + std::max<std::int64_t>(size - 1, 0) * gap;
}

/// The second input has the distance of neighbours per dimension.
ShapeList dilate(const Operands& in) {
    auto output = in.shape(0);
    const auto distances = in.values(1);
    if (!output || !distances || distances->size() != output->size()) return {};
    for (std::size_t i = 0; i < output->size(); ++i) {
        if ((*distances)[i] < 1) return {};
        (*output)[i] = spread((*output)[i], (*distances)[i] - 1);
    }
    return oneOutput(std::move(*output));
}

/// Edges may be negative: they cut elements off.
ShapeList stablehloPad(const Operands& in) {
    auto output = in.shape(0);
    const Dims low = in.options("edge_padding_low"), high = in.options("edge_padding_high"),
               interior = in.options("interior_padding");
    if (!output || low.size() != output->size() || high.size() != low.size() ||
        interior.size() != low.size())
        return {};
    for (std::size_t i = 0; i < output->size(); ++i) {
        if (interior[i] < 0) return {};
        (*output)[i] = spread((*output)[i], interior[i]) + low[i] + high[i];
    }
    return oneOutput(std::move(*output));
}

using enum BuiltinOperator;
constexpr auto kDataMovement = OperatorFamily::DataMovement;

constexpr auto kRules = std::to_array<OperatorRule>({
    {Dilate, kDataMovement, dilate},
    {MirrorPad, kDataMovement, pad},
    {Pad, kDataMovement, pad},
    {Padv2, kDataMovement, pad},
    {StablehloPad, kDataMovement, stablehloPad},
});

}  // namespace

std::span<const OperatorRule> paddingRules() { return kRules; }

}  // namespace thimble::ops
