// One element at a time: of one input, or of several that are stretched to a common shape, aligned
// at the end. Constants lose the same channels.

#include <algorithm>
#include <array>

#include "core/prune/rules/rules.h"

namespace thimble::prune {

namespace {

/// A constant at zero leaves zero: it makes no difference to sums, and products become nothing.
bool leavesZero(BuiltinOperator code) {
    using enum BuiltinOperator;
    constexpr std::array kCodes = {Add, AddN, Sub, Mul, Maximum, Minimum, SquaredDifference, Prelu};
    return std::ranges::find(kCodes, code) != kCodes.end();
}

bool stretched(ChannelLinks& links) {
    const std::int32_t output = links.output();
    for (std::size_t p = 0; p < links.operands().inputCount(); ++p) {
        const std::int32_t input = links.input(p);
        if (input < 0) return false;
        const std::int32_t offset = links.rank(output) - links.rank(input);
        if (offset < 0) return false;
        for (std::int32_t a = 0; a < links.rank(input); ++a) {
            const Axis axis{input, a}, out{output, offset + a};
            if (links.size(axis) == links.size(out)) {
                links.tie(axis, out);
                if (links.isConstant(input) && leavesZero(links.code())) links.accompanies(axis);
            } else if (links.size(axis) != 1) {
                return false;
            }
        }
    }
    return true;
}

bool alike(ChannelLinks& links) {
    linkAxesBut(links, links.input(0), links.output(), -1);
    return true;
}

/// The last axis is normalised over.
bool alikeButLast(ChannelLinks& links) {
    alike(links);
    const std::int32_t input = links.input(0);
    if (links.rank(input) == 0) return false;
    links.freeze({input, links.rank(input) - 1}, "works on its last axis as a whole");
    return true;
}

/// The second input is the shape to stretch to.
bool broadcastTo(ChannelLinks& links) {
    const std::int32_t input = links.input(0), output = links.output();
    const std::int32_t offset = links.rank(output) - links.rank(input);
    if (offset < 0) return false;
    for (std::int32_t a = 0; a < links.rank(input); ++a)
        if (links.size({input, a}) == links.size({output, offset + a}))
            links.tie({input, a}, {output, offset + a});
        else if (links.size({input, a}) != 1)
            return false;
    links.freezeTensor(links.input(1), "reads a shape");
    return true;
}

using enum BuiltinOperator;
constexpr auto kLinks = std::to_array<LinkEntry>({
    {Add, stretched},
    {AddN, stretched},
    {Div, stretched},
    {Equal, stretched},
    {FloorDiv, stretched},
    {FloorMod, stretched},
    {Greater, stretched},
    {GreaterEqual, stretched},
    {Less, stretched},
    {LessEqual, stretched},
    {LogicalAnd, stretched},
    {LogicalOr, stretched},
    {Maximum, stretched},
    {Minimum, stretched},
    {Mul, stretched},
    {NotEqual, stretched},
    {Pow, stretched},
    {Prelu, stretched},
    {SelectV2, stretched},
    {SquaredDifference, stretched},
    {Sub, stretched},

    {Abs, alike},
    {Cast, alike},
    {Ceil, alike},
    {Cos, alike},
    {Dequantize, alike},
    {Elu, alike},
    {Exp, alike},
    {Floor, alike},
    {Gelu, alike},
    {HardSwish, alike},
    {LeakyRelu, alike},
    {Log, alike},
    {LogicalNot, alike},
    {Logistic, alike},
    {Neg, alike},
    {Quantize, alike},
    {Relu, alike},
    {Relu0To1, alike},
    {Relu6, alike},
    {ReluN1To1, alike},
    {Round, alike},
    {Rsqrt, alike},
    {Sin, alike},
    {Sqrt, alike},
    {Square, alike},
    {Tanh, alike},

    {L2Normalization, alikeButLast},
    {LogSoftmax, alikeButLast},
    {Softmax, alikeButLast},

    {BroadcastTo, broadcastTo},
});

}  // namespace

std::span<const LinkEntry> elementwiseLinks() { return kLinks; }

}  // namespace thimble::prune
