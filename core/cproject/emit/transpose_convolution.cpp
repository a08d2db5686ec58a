#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/cproject/emit/families.h"
#include "core/cproject/emit/wide_channels.h"
#include "core/interp/kernels/contraction.h"

namespace thimble::cproject {

namespace {

using interp::Contraction;
using interp::Requantisation;

/// The field `sizes`, a th_spread.
void emitSizes(Emitter& e, const interp::Window& w) {
    e.field("sizes", std::vector{w.batches, w.inHeight, w.inWidth, w.inDepth, w.outHeight,
                                 w.outWidth, w.outDepth, w.height, w.width, w.strideHeight,
                                 w.strideWidth, w.padTop, w.padLeft});
}

void emitOperands(Emitter& e, const Contraction& sum) { e.in(sum.inputAt).in(sum.weightsAt).out(); }

Result<void> emitFloat(Emitter& e, const Contraction& sum) {
    THIMBLE_TRY(const interp::FloatRange range,
                interp::floatActivationRange(e.op(), e.op().option("fused_activation_function")));
    const bool hasBias = e.op().has(sum.biasAt);
    if (hasBias && !e.input(sum.biasAt).isConstant) return e.fail("its bias is no constant");
    e.call("th_transpose_conv_f32");
    emitSizes(e, sum.window);
    e.real("low", range.lowest)
        .real("high", range.highest)
        .field("has_bias", hasBias ? 1 : 0)
        .array<float>("biases", e.op().constant<float>(sum.biasAt));
    emitOperands(e, sum);
    return {};
}

Result<void> emitWords(Emitter& e, const Contraction& sum, const Requantisation& how) {
    THIMBLE_TRY(const auto channels, wideChannels(e, how, sum.biasAt, false));
    e.call("th_transpose_conv_s16");
    emitSizes(e, sum.window);
    e.field("low", how.range.lowest)
        .field("high", how.range.highest)
        .records("channels", "th_wide_channel", 6, channels);
    emitOperands(e, sum);
    return {};
}

Result<void> emitBytes(Emitter& e, const Contraction& sum, const Requantisation& how) {
    const auto biases = e.op().constant<std::int32_t>(sum.biasAt);
    if (e.op().has(sum.biasAt) && biases.size() != how.factors.size())
        return e.fail("its bias is no constant");
    std::vector<std::int32_t> channels;
    for (std::size_t c = 0; c < how.factors.size(); ++c)
        channels.insert(channels.end(),
                        {biases.empty() ? 0 : biases[c], how.factors[c].multiplier,
                         std::clamp(how.factors[c].shift, -31, 31), how.outputZero});
    e.call("th_transpose_conv_s8");
    emitSizes(e, sum.window);
    e.field("input_zero", how.inputZero)
        .field("weight_zero", how.weightZero)
        .field("low", how.range.lowest)
        .field("high", how.range.highest)
        .records("channels", "th_channel", 4, channels);
    emitOperands(e, sum);
    return {};
}

Result<void> emitTransposeConv(Emitter& e) {
    THIMBLE_TRY(const Contraction sum, interp::transposeConvolutionSum(e.op()));
    const TensorType type = e.input(sum.inputAt).type;
    if (type == TensorType::Float32) return emitFloat(e, sum);
    if (type == TensorType::UInt8) return e.fail("it is of uint8");
    THIMBLE_TRY(const Requantisation how, interp::requantisationOf(e.op(), sum));
    return type == TensorType::Int16 ? emitWords(e, sum, how) : emitBytes(e, sum, how);
}

constexpr std::array kEmitters = {
    EmitEntry{BuiltinOperator::TransposeConv, emitTransposeConv},
};

}  // namespace

std::span<const EmitEntry> transposeConvolutionEmitters() { return kEmitters; }

}  // namespace thimble::cproject
