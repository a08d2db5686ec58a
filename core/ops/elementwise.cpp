// Arithmetic, comparison and logic, one element at a time: of one input, or of several that are
// stretched to a common shape. StableHLO never stretches.

#include <array>

#include "core/ops/operator_rule.h"

namespace thimble::ops {

namespace {

template <std::size_t count>
ShapeList broadcastInputs(const Operands& in) {
    std::optional<Dims> common = in.shape(0);
    for (std::size_t i = 1; i < count && common; ++i) {
        const auto dims = in.shape(i);
        if (!dims) return {};
        common = broadcast(*common, *dims);
    }
    if (!common) return {};
    return oneOutput(std::move(*common));
}

/// Inputs [first, last) have one shape, and the output too.
ShapeList sameShapes(const Operands& in, std::size_t first, std::size_t last) {
    const auto common = in.shape(first);
    if (!common) return {};
    for (std::size_t i = first + 1; i < last; ++i)
        if (in.shape(i) != common) return {};
    return oneOutput(*common);
}

ShapeList addN(const Operands& in) { return sameShapes(in, 0, in.inputCount()); }
ShapeList equalPair(const Operands& in) { return sameShapes(in, 0, 2); }
/// Condition, then, else: the condition may also be one flag per row.
ShapeList select(const Operands& in) { return sameShapes(in, 1, 3); }

constexpr auto kBroadcastTwo = broadcastInputs<2>;

using enum BuiltinOperator;
constexpr auto kElementwise = OperatorFamily::Elementwise;

constexpr auto kRules = std::to_array<OperatorRule>({
    {Abs, kElementwise, sameAsInput},
    {Add, kElementwise, kBroadcastTwo},
    {AddN, kElementwise, addN},
    {Atan2, kElementwise, kBroadcastTwo},
    {BitwiseXor, kElementwise, kBroadcastTwo},
    {Bucketize, kElementwise, sameAsInput},
    {Ceil, kElementwise, sameAsInput},
    {Cos, kElementwise, sameAsInput},
    {Cumsum, kElementwise, sameAsInput},
    {Div, kElementwise, kBroadcastTwo},
    {Equal, kElementwise, kBroadcastTwo},
    {Exp, kElementwise, sameAsInput},
    {Floor, kElementwise, sameAsInput},
    {FloorDiv, kElementwise, kBroadcastTwo},
    {FloorMod, kElementwise, kBroadcastTwo},
    {Greater, kElementwise, kBroadcastTwo},
    {GreaterEqual, kElementwise, kBroadcastTwo},
    {Less, kElementwise, kBroadcastTwo},
    {LessEqual, kElementwise, kBroadcastTwo},
    {Log, kElementwise, sameAsInput},
    {LogicalAnd, kElementwise, kBroadcastTwo},
    {LogicalNot, kElementwise, sameAsInput},
    {LogicalOr, kElementwise, kBroadcastTwo},
    {Maximum, kElementwise, kBroadcastTwo},
    {Minimum, kElementwise, kBroadcastTwo},
    {Mul, kElementwise, kBroadcastTwo},
    {Neg, kElementwise, sameAsInput},
    {NotEqual, kElementwise, kBroadcastTwo},
    {Pow, kElementwise, kBroadcastTwo},
    {RightShift, kElementwise, kBroadcastTwo},
    {Round, kElementwise, sameAsInput},
    {Rsqrt, kElementwise, sameAsInput},
    {Select, kElementwise, select},
    {SelectV2, kElementwise, broadcastInputs<3>},
    {Sign, kElementwise, sameAsInput},
    {Sin, kElementwise, sameAsInput},
    {Sqrt, kElementwise, sameAsInput},
    {Square, kElementwise, sameAsInput},
    {SquaredDifference, kElementwise, kBroadcastTwo},
    {Sub, kElementwise, kBroadcastTwo},

    {StablehloAbs, kElementwise, sameAsInput},
    {StablehloAdd, kElementwise, equalPair},
    {StablehloAnd, kElementwise, equalPair},
    {StablehloCbrt, kElementwise, sameAsInput},
    {StablehloClamp, kElementwise, sameAsInput<1>},  // bounds may be scalars
    {StablehloCompare, kElementwise, equalPair},
    {StablehloCosine, kElementwise, sameAsInput},
    {StablehloDivide, kElementwise, equalPair},
    {StablehloExponential, kElementwise, sameAsInput},
    {StablehloFloor, kElementwise, sameAsInput},
    {StablehloLog, kElementwise, sameAsInput},
    {StablehloMaximum, kElementwise, equalPair},
    {StablehloMinimum, kElementwise, equalPair},
    {StablehloMultiply, kElementwise, equalPair},
    {StablehloNegate, kElementwise, sameAsInput},
    {StablehloOr, kElementwise, equalPair},
    {StablehloPower, kElementwise, equalPair},
    {StablehloRemainder, kElementwise, equalPair},
    {StablehloRsqrt, kElementwise, sameAsInput},
    {StablehloSelect, kElementwise, select},
    {StablehloShiftLeft, kElementwise, equalPair},
    {StablehloSubtract, kElementwise, equalPair},
});

}  // namespace

std::span<const OperatorRule> elementwiseRules() { return kRules; }

}  // namespace thimble::ops
