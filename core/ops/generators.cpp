// Tensors out of a shape: filled, counted, random; and tensors repeated to fill one.

#include <algorithm>
#include <array>

#include "core/ops/operator_rule.h"

namespace thimble::ops {

namespace {

/// The second input says how often to repeat each dimension.
ShapeList tile(const Operands& in) {
    auto output = in.shape(0);
    const auto repeats = in.values(1);
    if (!output || !repeats || repeats->size() != output->size()) return {};
    for (std::size_t i = 0; i < output->size(); ++i) (*output)[i] *= (*repeats)[i];
    return oneOutput(std::move(*output));
}

ShapeList broadcastTo(const Operands& in) {
    const auto input = in.shape(0), wanted = in.values(1);
    if (!input || !wanted || broadcast(*input, *wanted) != wanted) return {};
    return oneOutput(*wanted);
}

/// Both inputs hold shapes; so does the output, as many dimensions as the longer of them.
ShapeList broadcastArgs(const Operands& in) {
    const auto a = in.shape(0, 1), b = in.shape(1, 1);
    if (!a || !b) return {};
    return oneOutput({std::max(a->front(), b->front())});
}

/// Start, limit and step.
ShapeList range(const Operands& in) {
    const auto start = in.value(0), limit = in.value(1), step = in.value(2);
    if (!start || !limit || !step || *step == 0) return {};
    const std::int64_t distance = *step > 0 ? *limit - *start : *start - *limit;
    if (distance < 0) return {};
    return oneOutput({divideUp(distance, *step > 0 ? *step : -*step)});
}

/// Logits are [batches, classes]; the second input says how many samples to draw of each.
ShapeList multinomial(const Operands& in) {
    const auto logits = in.shape(0, 2);
    const auto samples = in.value(1);
    if (!logits || !samples) return {};
    return oneOutput({logits->front(), *samples});
}

using enum BuiltinOperator;
constexpr auto kDataMovement = OperatorFamily::DataMovement;
constexpr auto kGenerator = OperatorFamily::Generator;

constexpr auto kRules = std::to_array<OperatorRule>({
    {BroadcastTo, kDataMovement, broadcastTo},
    {StablehloBroadcastInDim, kDataMovement},  // no rule: only the output has the shape
    {Tile, kDataMovement, tile},

    {BroadcastArgs, kGenerator, broadcastArgs},
    {Fill, kGenerator, shapeInConstant<0>},
    {Multinomial, kGenerator, multinomial},
    {RandomStandardNormal, kGenerator, shapeInConstant<0>},
    {RandomUniform, kGenerator, shapeInConstant<0>},
    {Range, kGenerator, range},
    {StablehloIota, kGenerator},             // no rule: only the output has the shape
    {StablehloRngBitGenerator, kGenerator},  // no rule: only the output has the shape
    {ZerosLike, kGenerator, sameAsInput},
});

}  // namespace

std::span<const OperatorRule> generatorRules() { return kRules; }

}  // namespace thimble::ops
