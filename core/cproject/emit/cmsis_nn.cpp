#include "core/cproject/emit/cmsis_nn.h"

#include <algorithm>
#include <optional>

#include "core/cproject/emit/channels.h"
#include "core/cproject/emit/window_fields.h"
#include "core/tflm/kernels/cmsis_scratch.h"

namespace thimble::cproject {

namespace {

using interp::Contraction;
using interp::Requantisation;
using interp::Window;
using tflm::KernelLibrary;

tflm::cmsis::Convolution shapesOf(const Window& w, bool isDepthwise) {
    return {{w.strideHeight, w.strideWidth},
            {w.padTop, w.padLeft},
            {w.dilationHeight, w.dilationWidth},
            {w.batches, w.inHeight, w.inWidth, w.inDepth},
            {1, w.height, w.width, isDepthwise ? w.outDepth : w.depth},
            {w.batches, w.outHeight, w.outWidth, w.outDepth}};
}

/// What any build without Mve asks for: with the DSP extension or without, by GCC or by Arm's
/// compiler, whose product of matrices as they are wants two columns of 16-bit values.
Bytes scratchOf(const Window& w, bool isDepthwise) {
    const tflm::cmsis::Convolution shapes = shapesOf(w, isDepthwise);
    const auto most = [&](auto bytesOf) {
        return std::max(bytesOf(KernelLibrary::CmsisScalar, shapes),
                        bytesOf(KernelLibrary::CmsisDsp, shapes));
    };
    if (isDepthwise) return most(tflm::cmsis::depthwiseS8);
    const Bytes bytes = most(tflm::cmsis::convolveS8);
    return bytes > 0 ? bytes : 4 * w.inDepth;
}

/// What CMSIS-NN is given, in the model's own layout.
struct Tables {
    std::vector<std::int8_t> weights;
    std::vector<std::int32_t> bias;  ///< zeros for none: not every function takes a null pointer
    std::vector<interp::Multiplier> factors;
};

/// Calls `visit` for each weight of an output channel.
void forWeights(const Window& w, std::int64_t channel, auto visit) {
    for (std::int64_t y = 0; y < w.height; ++y)
        for (std::int64_t x = 0; x < w.width; ++x)
            for (std::int64_t c = 0; c < w.depth; ++c)
                visit(static_cast<std::size_t>(channel * w.weightsPerOutput + y * w.weightsPerRow +
                                               x * w.weightsPerColumn + c));
}

/// CMSIS-NN's shift by all 31 bits overflows in C. Channels with such a factor are as good as dead
/// and give a constant: as their bias, taken as it is, with weights of nothing. False where one
/// does not.
bool avoidWholeShifts(Tables& tables, const Window& w, const Requantisation& how) {
    constexpr int kWhole = 31;
    constexpr interp::Multiplier kOne{1 << 30, 1};
    for (std::size_t c = 0; c < tables.factors.size(); ++c) {
        if (tables.factors[c].shift > -kWhole) continue;
        const auto channel = static_cast<std::int64_t>(c);
        std::vector<std::int8_t> weights;
        forWeights(w, channel, [&](std::size_t at) { weights.push_back(tables.weights[at]); });
        const auto constant = constantOutput(weights, tables.bias[c], tables.factors[c], how);
        if (!constant) return false;
        forWeights(w, channel, [&](std::size_t at) { tables.weights[at] = 0; });
        tables.bias[c] = *constant - how.outputZero;
        tables.factors[c] = kOne;
    }
    return true;
}

std::optional<Tables> tablesOf(const Emitter& e, const Contraction& sum,
                               const Requantisation& how) {
    const auto weights = e.op().constant<std::int8_t>(sum.weightsAt);
    Tables tables{.weights = {weights.begin(), weights.end()},
                  .bias = std::vector<std::int32_t>(how.factors.size()),
                  .factors = how.factors};
    if (e.op().has(sum.biasAt)) {
        const auto bias = e.op().constant<std::int32_t>(sum.biasAt);
        if (bias.size() != how.factors.size()) return std::nullopt;
        tables.bias.assign(bias.begin(), bias.end());
    }
    if (!avoidWholeShifts(tables, sum.window, how)) return std::nullopt;
    return tables;
}

bool hasOneFactor(const Tables& tables) {
    return std::ranges::all_of(tables.factors,
                               [&](const auto& f) { return f == tables.factors.front(); });
}

/// Types, constants and zero points that CMSIS-NN takes.
bool hasPlainOperands(const Emitter& e, const Contraction& sum) {
    const auto& weights = e.input(sum.weightsAt);
    const auto isConstantInt32 = [&](std::size_t at) {
        return e.input(at).isConstant && e.input(at).type == TensorType::Int32;
    };
    return e.input(sum.inputAt).type == TensorType::Int8 && weights.isConstant &&
           (weights.type == TensorType::Int8 || weights.type == TensorType::Int4) &&
           weights.zeroPoint == 0 && (!e.op().has(sum.biasAt) || isConstantInt32(sum.biasAt));
}

void emitZerosAndRange(Emitter& e, const Requantisation& how) {
    e.field("input_zero", how.inputZero)
        .field("output_zero", how.outputZero)
        .field("low", how.range.lowest)
        .field("high", how.range.highest);
}

void emitConvolution(Emitter& e, const Contraction& sum, const Requantisation& how,
                     const Tables& tables) {
    const Window& w = sum.window;
    const bool isDepthwise = e.op().code() == BuiltinOperator::DepthwiseConv2d;
    const Bytes scratch = scratchOf(w, isDepthwise);
    std::vector<std::int32_t> multipliers;
    std::vector<std::int32_t> shifts;
    for (const interp::Multiplier& factor : tables.factors) {
        multipliers.push_back(factor.multiplier);
        shifts.push_back(factor.shift);
    }
    e.call(isDepthwise ? "th_cmsis_depthwise_s8" : "th_cmsis_conv_s8").mayFail();
    emitWindow(e, w);
    emitZerosAndRange(e, how);
    e.field("scratch_bytes", scratch)
        .array<std::int8_t>("weights", tables.weights)
        .array<std::int32_t>("bias", tables.bias)
        .array<std::int32_t>("multipliers", multipliers)
        .array<std::int32_t>("shifts", shifts);
    e.in(sum.inputAt).out();
    if (scratch > 0)
        e.scratch(static_cast<std::size_t>(scratch));
    else
        e.nothing();
}

void emitProduct(Emitter& e, const Contraction& sum, const Requantisation& how,
                 const Tables& tables) {
    e.call("th_cmsis_fully_connected_s8").mayFail();
    e.field("rows", sum.window.outWidth)
        .field("depth", sum.window.depth)
        .field("outputs", sum.window.outDepth);
    emitZerosAndRange(e, how);
    e.field("multiplier", tables.factors.front().multiplier)
        .field("shift", tables.factors.front().shift)
        .array<std::int8_t>("weights", tables.weights)
        .array<std::int32_t>("bias", tables.bias);
    e.in(sum.inputAt).out();
}

}  // namespace

Result<bool> emitCmsisNn(Emitter& e, const Contraction& sum) {
    const bool isProduct = e.op().code() == BuiltinOperator::FullyConnected;
    const bool hasGroups =
        e.op().code() == BuiltinOperator::Conv2d && sum.window.depth != sum.window.inDepth;
    if (e.kernels() != KernelSet::CmsisNn || e.output().elements == 0 || hasGroups ||
        !hasPlainOperands(e, sum))
        return false;
    THIMBLE_TRY(const Requantisation how, interp::requantisationOf(e.op(), sum));
    const std::optional<Tables> tables = tablesOf(e, sum, how);
    if (!tables || (isProduct && !hasOneFactor(*tables))) return false;
    if (isProduct)
        emitProduct(e, sum, how, *tables);
    else
        emitConvolution(e, sum, how, *tables);
    return true;
}

}  // namespace thimble::cproject
