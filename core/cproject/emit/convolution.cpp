#include "core/cproject/emit/convolution.h"

#include <algorithm>
#include <array>

#include "core/cproject/emit/any_contraction.h"
#include "core/cproject/emit/cmsis_nn.h"
#include "core/cproject/emit/families.h"
#include "core/cproject/emit/fully_connected.h"
#include "core/cproject/emit/window_fields.h"

namespace thimble::cproject {

namespace {

using interp::Contraction;
using interp::Requantisation;
using interp::Window;

/// Rows, of which the window sees some, that the depthwise kernel has room for.
constexpr std::int64_t kMostLines = 16;

std::vector<std::int8_t> weightsOf(std::span<const std::int8_t> all, const Window& w,
                                   std::size_t channel) {
    std::vector<std::int8_t> weights;
    for (std::int64_t y = 0; y < w.height; ++y)
        for (std::int64_t x = 0; x < w.width; ++x)
            for (std::int64_t c = 0; c < w.depth; ++c)
                weights.push_back(all[static_cast<std::size_t>(
                    static_cast<std::int64_t>(channel) * w.weightsPerOutput + y * w.weightsPerRow +
                    x * w.weightsPerColumn + c)]);
    return weights;
}

std::int64_t patchOf(const Window& w) { return w.height * w.width * w.depth; }

/// The sum over a whole patch. Serves DEPTHWISE_CONV_2D of a single input channel, too.
Result<void> emitPatches(Emitter& e, const Contraction& sum) {
    const Window& w = sum.window;
    THIMBLE_TRY(const KnownSum known, knownSum(e, sum));
    // A window that sees the whole input, once: no patch to build.
    const bool whole = w.outHeight == 1 && w.outWidth == 1 && w.padTop == 0 && w.padLeft == 0 &&
                       w.dilationHeight == 1 && w.dilationWidth == 1 && w.height == w.inHeight &&
                       w.width == w.inWidth;
    if (whole)
        return emitRows(e, {.rows = w.batches, .depth = patchOf(w), .outputs = w.outDepth},
                        known.weightsOf, known.channels, known.how.range);
    emitPatchCall(e, "th_conv_s8", w, known);
    e.in(sum.inputAt).out().scratch(patchScratch(w));
    return {};
}

Result<void> emitConv(Emitter& e) {
    THIMBLE_TRY(Contraction sum, interp::convolutionSum(e.op()));
    THIMBLE_TRY(const bool isDone, emitCmsisNn(e, sum));
    if (isDone) return {};
    sum.window = unpadded(sum.window, e.padding());
    if (!isPlain(e, sum) || sum.window.depth != sum.window.inDepth)
        return emitAnyContraction(e, sum);
    return emitPatches(e, sum);
}

/// Whether no row of the output ends behind what the kernel has read of a channel by then.
bool mayOverwrite(const Window& w, std::int64_t lines) {
    for (std::int64_t y = 0; y < w.outHeight; ++y) {
        const std::int64_t read =
            std::clamp(y * w.strideHeight - w.padTop + lines, std::int64_t{0}, w.inHeight);
        if ((y + 1) * w.outWidth > read * w.inWidth) return false;
    }
    return true;
}

/// An image of one column as one of one row, which lies in memory the same way: the kernel goes
/// along rows.
Window alongRows(Window w) {
    if (w.inWidth != 1 || w.outWidth != 1 || w.width != 1 || w.padLeft != 0) return w;
    std::swap(w.inHeight, w.inWidth);
    std::swap(w.outHeight, w.outWidth);
    std::swap(w.height, w.width);
    std::swap(w.strideHeight, w.strideWidth);
    std::swap(w.dilationHeight, w.dilationWidth);
    std::swap(w.padTop, w.padLeft);
    w.weightsPerColumn = w.weightsPerRow;
    return w;
}

Result<void> emitDepthwise(Emitter& e) {
    THIMBLE_TRY(Contraction sum, interp::depthwiseSum(e.op()));
    THIMBLE_TRY(const bool isDone, emitCmsisNn(e, sum));
    if (isDone) return {};
    sum.window = unpadded(sum.window, e.padding());
    if (isPlain(e, sum) && sum.window.dilationHeight == 1) sum.window = alongRows(sum.window);
    const Window& w = sum.window;
    if (isPlain(e, sum) && w.inDepth == 1) return emitPatches(e, sum);
    const std::int64_t lines = (w.height - 1) * w.dilationHeight + 1;
    if (!isPlain(e, sum) || w.outPerGroup != 1 || w.dilationWidth != 1 || lines > kMostLines)
        return emitAnyContraction(e, sum);
    THIMBLE_TRY(const KnownSum known, knownSum(e, sum));
    const auto channels = static_cast<std::size_t>(w.outDepth);

    const std::int64_t pairsOfRow = w.width / 2 + 1;
    const std::int64_t pairs = (w.height * pairsOfRow + 1) / 2 * 2;
    std::vector<std::uint32_t> packed;
    for (std::size_t c = 0; c < channels; ++c) {
        const std::vector<std::int8_t> weights = known.weightsOf(c);
        std::vector<std::int8_t> byPair(static_cast<std::size_t>(2 * pairs));
        for (std::int64_t y = 0; y < w.height; ++y)
            for (std::int64_t x = 0; x < w.width; ++x)
                byPair[static_cast<std::size_t>(2 * y * pairsOfRow + x)] =
                    weights[static_cast<std::size_t>(y * w.width + x)];
        appendPairs(packed, std::move(byPair));
    }
    // Four outputs at a time: the last four reach beyond the last position.
    const std::int64_t positions = (w.outWidth + 3) / 4 * 4;
    const std::int64_t line =
        (std::max((positions - 1) * w.strideWidth + 2 * pairsOfRow + 1, w.padLeft + w.inWidth) +
         1) /
        2 * 2;
    e.call("th_depthwise_s8");
    e.field("batches", w.batches)
        .field("in_height", w.inHeight)
        .field("in_width", w.inWidth)
        .field("depth", w.inDepth)
        .field("out_height", w.outHeight)
        .field("out_width", w.outWidth)
        .field("height", w.height)
        .field("width", w.width)
        .field("stride_height", w.strideHeight)
        .field("stride_width", w.strideWidth)
        .field("dilation_height", w.dilationHeight)
        .field("pad_top", w.padTop)
        .field("pad_left", w.padLeft)
        .field("input_zero", known.how.inputZero)
        .field("line", line)
        .field("lines", lines)
        .field("pairs", pairsOfRow);
    e.array<std::uint32_t>("weights", packed);
    emitChannels(e, known.channels, known.how.range);
    e.in(sum.inputAt)
        .out()
        .scratch(static_cast<std::size_t>(8 * w.height * pairsOfRow + 2 * line * lines));
    if (mayOverwrite(w, lines)) e.mayOverwrite(sum.inputAt);
    return {};
}

constexpr std::array kEmitters = {
    EmitEntry{BuiltinOperator::Conv2d, emitConv},
    EmitEntry{BuiltinOperator::DepthwiseConv2d, emitDepthwise},
};

}  // namespace

Window unpadded(Window w, const FoldedPadding& padding) {
    w.inHeight -= padding.top + padding.bottom;
    w.inWidth -= padding.left + padding.right;
    w.padTop += padding.top;
    w.padLeft += padding.left;
    return w;
}

bool isPlain(const Emitter& e, const Contraction& sum) {
    const auto& weights = e.input(sum.weightsAt);
    return e.input(sum.inputAt).type == TensorType::Int8 && weights.isConstant &&
           (weights.type == TensorType::Int8 || weights.type == TensorType::Int4) &&
           weights.zeroPoint == 0;
}

Result<KnownSum> knownSum(const Emitter& e, const Contraction& sum) {
    KnownSum known;
    const auto all = e.op().constant<std::int8_t>(sum.weightsAt);
    known.weightsOf = [all, w = sum.window](std::size_t c) { return weightsOf(all, w, c); };
    THIMBLE_TRY(known.how, interp::requantisationOf(e.op(), sum));
    const auto outputs = static_cast<std::size_t>(sum.window.outDepth);
    THIMBLE_TRY(known.channels, channelsOf(e, known.how, sum.biasAt, outputs, known.weightsOf));
    return known;
}

std::vector<std::uint32_t> patchWeights(
    const Window& w, const std::function<std::vector<std::int8_t>(std::size_t)>& weightsOf) {
    const std::int64_t words = (patchOf(w) + 3) / 4;
    const auto outputs = static_cast<std::size_t>(w.outDepth);
    std::vector<std::uint32_t> packed;
    for (std::size_t c = 0; c < outputs; c += 2) {
        const std::vector<std::int8_t> first = weightsOf(c);
        const std::vector<std::int8_t> second =
            c + 1 < outputs ? weightsOf(c + 1) : std::vector<std::int8_t>();
        for (std::int64_t i = 0; i < words; ++i) {
            packed.push_back(packedWord(first, static_cast<std::size_t>(4 * i)));
            packed.push_back(packedWord(second, static_cast<std::size_t>(4 * i)));
        }
    }
    return packed;
}

void emitPatchCall(Emitter& e, std::string_view kernel, const Window& w, const KnownSum& known) {
    e.call(kernel);
    emitWindow(e, w);
    e.field("input_zero", known.how.inputZero).field("words", (patchOf(w) + 3) / 4);
    e.array<std::uint32_t>("weights", patchWeights(w, known.weightsOf));
    emitChannels(e, known.channels, known.how.range);
}

std::size_t packedPatchBytes(const Window& w) {
    return static_cast<std::size_t>((patchOf(w) + 3) / 4 * 4);
}

std::size_t patchScratch(const Window& w) {
    return packedPatchBytes(w) * (w.inDepth % 4 == 0 ? 4 : 5);
}

std::span<const EmitEntry> convolutionEmitters() { return kEmitters; }

}  // namespace thimble::cproject
