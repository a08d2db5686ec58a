#include <algorithm>
#include <array>
#include <cmath>

#include "core/cproject/emit/families.h"
#include "core/cproject/emit/other_types.h"
#include "core/interp/kernels/fixed_point.h"

namespace thimble::cproject {

namespace {

constexpr std::int32_t kMostBelow = 255;

/// Of 8-bit inputs: how far one is below the greatest of its row says all.
Result<void> emitSoftmax(Emitter& e) {
    const auto in = e.input(0).type;
    const auto out = e.output().type;
    const bool is8 = out == TensorType::Int8 || out == TensorType::UInt8;
    if ((in != TensorType::Int8 && in != TensorType::UInt8) || (!is8 && out != TensorType::Int16))
        return emitWideSoftmax(e);
    const std::int64_t depth = e.input(0).fromEnd(0);
    if (e.output().elements == 0) return {};

    // As the interpreter's kernel does with each difference; the factor has been accepted by it.
    const double real = static_cast<double>(e.op().real("beta")) *
                        static_cast<double>(e.input(0).scale) * static_cast<double>(1 << 26);
    const interp::Multiplier factor = interp::quantizeMultiplier(std::min(real, 2147483647.0));
    const auto lowest = static_cast<std::int32_t>(std::floor(std::ldexp(31.0, 26 - factor.shift)));
    std::vector<std::int32_t> exponentials;
    for (std::int32_t below = 0; below <= std::min(lowest, kMostBelow); ++below)
        exponentials.push_back(interp::fixed::expOfNegative(
            interp::doublingHighMul(interp::wrappingShift(-below, factor.shift), factor.multiplier),
            5));
    e.call("th_softmax_8")
        .field("rows", static_cast<std::int64_t>(e.output().elements) / depth)
        .field("depth", depth)
        .field("in_flip", in == TensorType::UInt8 ? 0x80 : 0)
        .field("out_flip", out == TensorType::UInt8 ? 0x80 : 0)
        .field("bits", is8 ? 8 : 16)
        .field("entries", static_cast<std::int64_t>(exponentials.size()))
        .array<std::int32_t>("exponentials", exponentials);
    e.in(0).out();
    // A row's outputs come after all that is read of it for the sum, and each after its input.
    if (is8) e.mayOverwrite(0);
    return {};
}

constexpr std::array kEmitters = {
    EmitEntry{BuiltinOperator::Softmax, emitSoftmax},
};

}  // namespace

std::span<const EmitEntry> softmaxEmitters() { return kEmitters; }

}  // namespace thimble::cproject
