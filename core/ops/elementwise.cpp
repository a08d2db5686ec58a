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

constexpr auto broadcastTwo = broadcastInputs<2>;

using enum BuiltinOperator;
constexpr auto kElementwise = OperatorFamily::Elementwise;

constexpr auto kRules = std::to_array<OperatorRule>({
    {Abs, kElementwise, sameAsInput},
    {Add, kElementwise, broadcastTwo},
    {AddN, kElementwise, addN},
    {Atan2, kElementwise, broadcastTwo},
    {BitwiseXor, kElementwise, broadcastTwo},
    {Bucketize, kElementwise, sameAsInput},
    {Ceil, kElementwise, sameAsInput},
    {Cos, kElementwise, sameAsInput},
    {Cumsum, kElementwise, sameAsInput},
    {Div, kElementwise, broadcastTwo},
    {Equal, kElementwise, broadcastTwo},
    {Exp, kElementwise, sameAsInput},
    {Floor, kElementwise, sameAsInput},
    {FloorDiv, kElementwise, broadcastTwo},
    {FloorMod, kElementwise, broadcastTwo},
    {Greater, kElementwise, broadcastTwo},
    {GreaterEqual, kElementwise, broadcastTwo},
    {Less, kElementwise, broadcastTwo},
    {LessEqual, kElementwise, broadcastTwo},
    {Log, kElementwise, sameAsInput},
    {LogicalAnd, kElementwise, broadcastTwo},
    {LogicalNot, kElementwise, sameAsInput},
    {LogicalOr, kElementwise, broadcastTwo},
    {Maximum, kElementwise, broadcastTwo},
    {Minimum, kElementwise, broadcastTwo},
    {Mul, kElementwise, broadcastTwo},
    {Neg, kElementwise, sameAsInput},
    {NotEqual, kElementwise, broadcastTwo},
    {Pow, kElementwise, broadcastTwo},
    {RightShift, kElementwise, broadcastTwo},
    {Round, kElementwise, sameAsInput},
    {Rsqrt, kElementwise, sameAsInput},
    {Select, kElementwise, select},
    {SelectV2, kElementwise, broadcastInputs<3>},
    {Sign, kElementwise, sameAsInput},
    {Sin, kElementwise, sameAsInput},
    {Sqrt, kElementwise, sameAsInput},
    {Square, kElementwise, sameAsInput},
    {SquaredDifference, kElementwise, broadcastTwo},
    {Sub, kElementwise, broadcastTwo},

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
