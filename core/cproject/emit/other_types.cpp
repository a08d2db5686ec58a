#include "core/cproject/emit/other_types.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/cproject/emit/wide_channels.h"
#include "core/interp/kernels/pair_scale.h"
#include "core/interp/kernels/sigmoid_input.h"
#include "core/interp/kernels/sigmoid_table.h"
#include "core/interp/kernels/table16.h"

namespace thimble::cproject {

namespace {

using interp::FloatRange;
using interp::IntegerRange;
using interp::Multiplier;

bool isFloat(const interp::TensorInfo& tensor) { return tensor.type == TensorType::Float32; }
bool isWord(const interp::TensorInfo& tensor) { return tensor.type == TensorType::Int16; }

tl::unexpected<Error> failType(const Emitter& e) {
    return e.fail("its type is " + std::string(tensorTypeName(e.output().type)));
}

std::int64_t shiftOf(Multiplier factor) { return std::clamp(factor.shift, -31, 31); }

Result<void> emitFloatRange(Emitter& e) {
    THIMBLE_TRY(const FloatRange range,
                interp::floatActivationRange(e.op(), e.op().option("fused_activation_function")));
    e.real("low", range.lowest).real("high", range.highest);
    return {};
}

void emitWindow(Emitter& e, const interp::Window& w) {
    e.field(
        "sizes",
        {w.batches,     w.inHeight,     w.inWidth,          w.inDepth,        w.outHeight,
         w.outWidth,    w.outDepth,     w.height,           w.width,          w.depth,
         w.outPerGroup, w.strideHeight, w.strideWidth,      w.dilationHeight, w.dilationWidth,
         w.padTop,      w.padLeft,      w.weightsPerOutput, w.weightsPerRow,  w.weightsPerColumn});
}

/// The kernel of rows goes by the same name.
std::string nameOf(const char* kernel, Form form) {
    return form == Form::Row ? std::string(kernel) + "_row" : kernel;
}

Result<void> emitFloatContraction(Emitter& e, const interp::Contraction& sum, Form form) {
    const auto outputs = static_cast<std::size_t>(sum.window.outDepth);
    std::vector<float> biases(outputs);
    if (e.op().has(sum.biasAt)) {
        const auto given = e.op().constant<float>(sum.biasAt);
        if (given.size() != outputs) return e.fail("its bias is no constant");
        biases.assign(given.begin(), given.end());
    }
    e.call(nameOf("th_contract_f32", form));
    emitWindow(e, sum.window);
    THIMBLE_CHECK(emitFloatRange(e));
    e.array<float>("biases", biases);
    emitContractionOperands(e, sum, form);
    return {};
}

/// Whether TFLM's kernel adds up 32 bits: the bias's type decides, or without one an option.
bool hasNarrowSums(const Emitter& e, std::size_t biasAt) {
    if (e.op().has(biasAt)) return e.input(biasAt).type == TensorType::Int32;
    return e.op().option("quantized_bias_type") == static_cast<std::int64_t>(TensorType::Int32);
}

void emitWalk(Emitter& e, const interp::Broadcast& walk) {
    e.text("walk", walkText(walk, e.output().elements));
}

void emitOperands(Emitter& e) {
    e.in(0).in(1).out();
    for (const std::size_t position : {std::size_t{0}, std::size_t{1}})
        if (e.input(position).elements == e.output().elements) e.mayOverwrite(position);
}

Result<void> emitWordSum(Emitter& e, const interp::Broadcast& walk) {
    THIMBLE_TRY(const auto scales, interp::sumScales(e.op()));
    const auto& [pair, output] = scales;
    e.call("th_sum_s16");
    emitWalk(e, walk);
    e.field("is_difference", e.op().code() == BuiltinOperator::Sub ? 1 : 0)
        .field("first_zero", pair.firstZero)
        .field("first_multiplier", pair.firstFactor.multiplier)
        .field("first_shift", shiftOf(pair.firstFactor))
        .field("second_zero", pair.secondZero)
        .field("second_multiplier", pair.secondFactor.multiplier)
        .field("second_shift", shiftOf(pair.secondFactor))
        .field("output_zero", output.zero)
        .field("output_multiplier", output.factor.multiplier)
        .field("output_shift", shiftOf(output.factor))
        .field("low", output.range.lowest)
        .field("high", output.range.highest);
    emitOperands(e);
    return {};
}

Result<void> emitWordProduct(Emitter& e, const interp::Broadcast& walk) {
    THIMBLE_TRY(
        const IntegerRange range,
        interp::activationRange(e.op(), e.output(), e.op().option("fused_activation_function")));
    const Multiplier factor = interp::quantizeMultiplier(static_cast<double>(e.input(0).scale) *
                                                         static_cast<double>(e.input(1).scale) /
                                                         static_cast<double>(e.output().scale));
    e.call("th_mul_s16");
    emitWalk(e, walk);
    e.field("multiplier", factor.multiplier)
        .field("shift", shiftOf(factor))
        .field("low", range.lowest)
        .field("high", range.highest);
    emitOperands(e);
    return {};
}

Result<void> emitFloatUnary(Emitter& e) {
    const auto elements = static_cast<std::int64_t>(e.output().elements);
    switch (e.op().code()) {
        case BuiltinOperator::LeakyRelu:
            e.call("th_leaky_relu_f32")
                .field("elements", elements)
                .real("alpha", e.op().real("alpha"));
            break;
        case BuiltinOperator::Logistic:
            e.call("th_logistic_f32").field("elements", elements);
            break;
        case BuiltinOperator::Tanh: e.call("th_tanh_f32").field("elements", elements); break;
        default: return failType(e);
    }
    e.in(0).out().mayOverwrite(0);
    return {};
}

Result<void> emitWordSigmoid(Emitter& e, std::string_view kernel, int mostShift) {
    THIMBLE_TRY(const interp::ToTable input, interp::toTable(e.op(), mostShift));
    e.call(kernel)
        .field("elements", static_cast<std::int64_t>(e.output().elements))
        .field("factor", input.factor)
        .field("shift", input.shift)
        .array<std::uint16_t>("table", interp::sigmoidTable());
    e.in(0).out().mayOverwrite(0);
    return {};
}

void emitWordLeak(Emitter& e) {
    const float scale = e.input(0).scale;
    const float below = scale * e.op().real("alpha") / e.output().scale;
    const Multiplier above =
        interp::quantizeMultiplier(static_cast<double>(scale / e.output().scale));
    const Multiplier leak = interp::quantizeMultiplier(static_cast<double>(std::abs(below)));
    e.call("th_leaky_relu_s16")
        .field("elements", static_cast<std::int64_t>(e.output().elements))
        .field("input_zero", e.input(0).zeroPoint)
        .field("output_zero", e.output().zeroPoint)
        .field("above_multiplier", above.multiplier)
        .field("above_shift", shiftOf(above))
        .field("below_multiplier", leak.multiplier)
        .field("below_shift", shiftOf(leak))
        .field("is_below_negative", below < 0 ? 1 : 0);
    e.in(0).out().mayOverwrite(0);
}

}  // namespace

std::string walkText(const interp::Broadcast& walk, std::size_t elements) {
    std::string sizes;
    std::string first;
    std::string second;
    for (const interp::Broadcast::Axis& axis : walk.axes) {
        const char* comma = sizes.empty() ? "" : ", ";
        sizes += fmt::format("{}{}", comma, axis.size);
        first += fmt::format("{}{}", comma, axis.first);
        second += fmt::format("{}{}", comma, axis.second);
    }
    return fmt::format("{{{}, {{{}}}, {{{}}}, {{{}}}}}", elements, sizes, first, second);
}

Result<void> emitWideContraction(Emitter& e, const interp::Contraction& sum, Form form) {
    if (isFloat(e.output()) && isFloat(e.input(sum.weightsAt)))
        return emitFloatContraction(e, sum, form);
    if (!isWord(e.output()) || !isWord(e.input(sum.inputAt))) return failType(e);
    THIMBLE_TRY(const interp::Requantisation how, interp::requantisationOf(e.op(), sum));
    THIMBLE_TRY(const auto channels,
                wideChannels(e, how, sum.biasAt, hasNarrowSums(e, sum.biasAt)));
    e.call(nameOf("th_contract_s16", form));
    emitWindow(e, sum.window);
    e.field("input_zero", how.inputZero)
        .field("weight_zero", how.weightZero)
        .field("low", how.range.lowest)
        .field("high", how.range.highest)
        .records("channels", "th_wide_channel", 6, channels);
    emitContractionOperands(e, sum, form);
    return {};
}

Result<void> emitWideArithmetic(Emitter& e, const interp::Broadcast& walk) {
    const BuiltinOperator code = e.op().code();
    const bool isProduct = code == BuiltinOperator::Mul;
    const bool isQuotient = code == BuiltinOperator::Div;
    if (isWord(e.output()) && !isQuotient)
        return isProduct ? emitWordProduct(e, walk) : emitWordSum(e, walk);
    if (!isFloat(e.output())) return failType(e);
    e.call(isProduct ? "th_mul_f32" : (isQuotient ? "th_div_f32" : "th_sum_f32"));
    emitWalk(e, walk);
    if (!isProduct && !isQuotient) e.field("is_difference", code == BuiltinOperator::Sub ? 1 : 0);
    THIMBLE_CHECK(emitFloatRange(e));
    emitOperands(e);
    return {};
}

Result<void> emitWidePool(Emitter& e, const std::vector<std::int64_t>& sizes, Form form) {
    const bool isMaximum = e.op().code() == BuiltinOperator::MaxPool2d;
    if (isFloat(e.output())) {
        e.call(nameOf(isMaximum ? "th_max_pool_f32" : "th_average_pool_f32", form))
            .field("sizes", sizes);
        THIMBLE_CHECK(emitFloatRange(e));
    } else if (isWord(e.output())) {
        IntegerRange range = interp::valuesOf(TensorType::Int16);
        const std::int64_t activation = e.op().option("fused_activation_function");
        if (activation != 0) {
            THIMBLE_TRY(range, interp::activationRange(e.op(), e.output(), activation));
        }
        e.call(nameOf(isMaximum ? "th_max_pool_s16" : "th_average_pool_s16", form))
            .field("sizes", sizes)
            .field("low", range.lowest)
            .field("high", range.highest);
    } else {
        return failType(e);
    }
    if (form == Form::Whole) e.in(0).out();
    return {};
}

Result<void> emitWideSoftmax(Emitter& e) {
    const std::int64_t depth = e.input(0).fromEnd(0);
    if (e.output().elements == 0) return {};
    const std::int64_t rows = static_cast<std::int64_t>(e.output().elements) / depth;
    const float beta = e.op().real("beta");
    if (isFloat(e.output()) && isFloat(e.input(0))) {
        e.call("th_softmax_f32").field("rows", rows).field("depth", depth).real("beta", beta);
        e.in(0).out();
        return {};
    }
    if (!isWord(e.output()) || !isWord(e.input(0))) return failType(e);
    // As the interpreter's kernel: differences in 65535ths of 10, and its two tables.
    const Multiplier factor = interp::quantizeMultiplier(
        static_cast<double>(e.input(0).scale) * static_cast<double>(beta) / (10.0 / 65535.0));
    const interp::Table16 exponential = interp::makeTable16(
        {10.0F / 65535.0F, 32767}, {2.0F / 65535.0F, 0}, [](float x) { return std::exp(x); });
    const interp::Table16 inverse = interp::makeTable16(
        {1.0F / 65535.0F, -32768}, {2.0F / 65535.0F, 0}, [](float x) { return 1 / (1 + x); });
    e.call("th_softmax_s16")
        .field("rows", rows)
        .field("depth", depth)
        .field("multiplier", factor.multiplier)
        .field("shift", shiftOf(factor))
        .array<std::int16_t>("exponential", exponential.values)
        .array<std::int16_t>("inverse", inverse.values);
    e.in(0).out();
    return {};
}

Result<void> emitWideUnary(Emitter& e) {
    if (isFloat(e.output()) && isFloat(e.input(0))) return emitFloatUnary(e);
    if (!isWord(e.output()) || !isWord(e.input(0))) return failType(e);
    switch (e.op().code()) {
        case BuiltinOperator::LeakyRelu: emitWordLeak(e); return {};
        case BuiltinOperator::Logistic: return emitWordSigmoid(e, "th_logistic_s16", 0);
        case BuiltinOperator::Tanh: return emitWordSigmoid(e, "th_tanh_s16", 1);
        default: return failType(e);
    }
}

}  // namespace thimble::cproject
