#include "core/cproject/emit/any_contraction.h"

#include <algorithm>

#include "core/cproject/emit/other_types.h"

namespace thimble::cproject {

namespace {

constexpr std::int64_t kFlip = 0x80;

bool isUnsigned(const interp::TensorInfo& tensor) { return tensor.type == TensorType::UInt8; }

bool isByte(const interp::TensorInfo& tensor) {
    return tensor.type == TensorType::Int8 || tensor.type == TensorType::UInt8 ||
           tensor.type == TensorType::Int4;
}

/// How far a uint8 is lowered to be an int8.
std::int32_t lowered(const interp::TensorInfo& tensor) { return isUnsigned(tensor) ? 128 : 0; }

/// Biases as they are; factors with the bounds that th_requantise has.
Result<std::vector<std::int32_t>> exactChannels(const Emitter& e, const interp::Contraction& sum,
                                                const interp::Requantisation& how,
                                                std::int32_t outputZero) {
    std::span<const std::int32_t> biases;
    if (e.op().has(sum.biasAt)) {
        biases = e.op().constant<std::int32_t>(sum.biasAt);
        if (biases.size() != how.factors.size()) return e.fail("its bias is no constant");
    }
    std::vector<std::int32_t> table;
    for (std::size_t c = 0; c < how.factors.size(); ++c)
        table.insert(table.end(), {biases.empty() ? 0 : biases[c], how.factors[c].multiplier,
                                   std::clamp(how.factors[c].shift, -31, 31), outputZero});
    return table;
}

/// How far behind an input row that nobody needs any more a row of the output may begin: what has
/// been written of a position before its last channel is computed, and what has been written when
/// the next position begins, ends where what is still to be read begins. Windows do not go back to
/// the left.
std::int64_t mostBehind(const Emitter& e, const interp::Contraction& sum) {
    const interp::Window& w = sum.window;
    const interp::TensorInfo& in = e.input(sum.inputAt);
    const auto width = static_cast<std::int64_t>(in.bytes / std::max<std::size_t>(1, in.elements));
    const auto unread = [&](std::int64_t x) {
        const std::int64_t column = std::max<std::int64_t>(0, x * w.strideWidth - w.padLeft);
        return std::min(column, w.inWidth) * w.inDepth;
    };
    std::int64_t most = w.inWidth * w.inDepth;
    for (std::int64_t x = 0; x < w.outWidth; ++x) {
        if (w.outDepth > 1) most = std::min(most, unread(x) - ((x + 1) * w.outDepth - 1));
        if (x > 0) most = std::min(most, unread(x) - x * w.outDepth);
    }
    return most * width;
}

}  // namespace

void emitContractionOperands(Emitter& e, const interp::Contraction& sum, Form form) {
    if (form == Form::Whole) {
        e.in(sum.inputAt).in(sum.weightsAt).out();
        return;
    }
    e.rows(sum.inputAt).in(sum.weightsAt).out();
    e.overlap({.position = sum.inputAt, .most = mostBehind(e, sum)});
}

Result<void> emitAnyContraction(Emitter& e, const interp::Contraction& sum, Form form) {
    const interp::TensorInfo& input = e.input(sum.inputAt);
    const interp::TensorInfo& weights = e.input(sum.weightsAt);
    if (!isByte(input) || !isByte(weights) || !isByte(e.output()))
        return emitWideContraction(e, sum, form);
    THIMBLE_TRY(const interp::Requantisation how, interp::requantisationOf(e.op(), sum));
    const std::int32_t outputLowered = lowered(e.output());
    THIMBLE_TRY(const std::vector<std::int32_t> table,
                exactChannels(e, sum, how, how.outputZero - outputLowered));
    const interp::Window& w = sum.window;
    e.call(form == Form::Row ? "th_contract_8_row" : "th_contract_8")
        .field("batches", w.batches)
        .field("in_height", w.inHeight)
        .field("in_width", w.inWidth)
        .field("in_depth", w.inDepth)
        .field("out_height", w.outHeight)
        .field("out_width", w.outWidth)
        .field("out_depth", w.outDepth)
        .field("height", w.height)
        .field("width", w.width)
        .field("depth", w.depth)
        .field("out_per_group", w.outPerGroup)
        .field("stride_height", w.strideHeight)
        .field("stride_width", w.strideWidth)
        .field("dilation_height", w.dilationHeight)
        .field("dilation_width", w.dilationWidth)
        .field("pad_top", w.padTop)
        .field("pad_left", w.padLeft)
        .field("weights_per_output", w.weightsPerOutput)
        .field("weights_per_row", w.weightsPerRow)
        .field("weights_per_column", w.weightsPerColumn)
        .field("input_zero", how.inputZero - lowered(input))
        .field("weight_zero", how.weightZero - lowered(weights))
        .field("input_flip", isUnsigned(input) ? kFlip : 0)
        .field("weight_flip", isUnsigned(weights) ? kFlip : 0)
        .field("output_flip", isUnsigned(e.output()) ? kFlip : 0)
        .field("low", how.range.lowest - outputLowered)
        .field("high", how.range.highest - outputLowered)
        .records("channels", "th_channel", 4, table);
    emitContractionOperands(e, sum, form);
    return {};
}

}  // namespace thimble::cproject
