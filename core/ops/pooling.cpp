// AVERAGE_POOL_2D, MAX_POOL_2D, L2_POOL_2D: one output per channel and position of the window.

#include <array>

#include "core/ops/operator_rule.h"
#include "core/ops/window.h"

namespace thimble::ops {

namespace {

ShapeList pool2d(const Operands& in) {
    const auto input = in.shape(0, 4);
    if (!input) return {};
    const auto rows = windowPositions(in, kHeightAxis, (*input)[1], in.option("filter_height"));
    const auto columns = windowPositions(in, kWidthAxis, (*input)[2], in.option("filter_width"));
    if (!rows || !columns) return {};
    return oneOutput({(*input)[0], *rows, *columns, (*input)[3]});
}

using enum BuiltinOperator;
constexpr auto kPooling = OperatorFamily::Pooling;

constexpr auto kRules = std::to_array<OperatorRule>({
    {AveragePool2d, kPooling, pool2d},
    {L2Pool2d, kPooling, pool2d},
    {MaxPool2d, kPooling, pool2d},
    {ReduceWindow, kPooling},           // no rule
    {StablehloReduceWindow, kPooling},  // no rule
});

}  // namespace

std::span<const OperatorRule> poolingRules() { return kRules; }

}  // namespace thimble::ops
