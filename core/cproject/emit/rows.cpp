#include <algorithm>
#include <array>

#include "core/cproject/emit/any_contraction.h"
#include "core/cproject/emit/convolution.h"
#include "core/cproject/emit/row_families.h"
#include "core/cproject/emit/row_pools.h"

namespace thimble::cproject {

namespace {

using interp::Contraction;
using interp::Window;

/// What the depthwise kernel may take of scratch: an eighth of the rows under its window, or
/// so many bytes if that is more.
constexpr std::int64_t kSmallScratch = 600;
constexpr std::int64_t kRowsPerScratch = 8;
/// Columns of a chunk beyond which a longer one saves next to nothing.
constexpr std::int64_t kEnoughColumns = 32;

/// The sum of one image, on the tensor without the padding.
Result<Contraction> rowSum(const Emitter& e, Result<Contraction> read) {
    THIMBLE_TRY(Contraction sum, std::move(read));
    if (!e.input(sum.weightsAt).isConstant)
        return e.fail("row by row, it takes constant weights only");
    if (sum.window.batches != 1) return e.fail("row by row, it takes one image only");
    sum.window = unpadded(sum.window, e.padding());
    return sum;
}

/// How far behind an input row that nobody needs any more an output row may begin.
///
/// Once the outputs of positions 0 to q - 1 are written (q even: they are written in pairs), the
/// kernel has yet to read position q's window and those to its right. The leftmost column of
/// these inside the row is max(0, q * stride - padding), since windows do not go back to the left.
/// What is written ends q * outDepth behind the output row's first byte, so there must be
///     out + q * outDepth <= in + max(0, q * stride - padding) * inDepth
/// for each even q < outWidth but 0, where nothing is written yet. When the last pair, or the
/// odd last position, is written, nothing is left to be read. An output row that begins behind all
/// of the input row is not over it. `atOnce`: positions that are written together.
std::int64_t mostBehind(const Window& w, std::int64_t atOnce = 2) {
    std::int64_t most = w.inWidth * w.inDepth;
    for (std::int64_t q = atOnce; q < w.outWidth; q += atOnce) {
        const std::int64_t unread = std::max<std::int64_t>(0, q * w.strideWidth - w.padLeft);
        most = std::min(most, std::min(unread, w.inWidth) * w.inDepth - q * w.outDepth);
    }
    return most;
}

/// The sum over a whole patch. Serves DEPTHWISE_CONV_2D of a single input channel, too.
Result<void> emitPatchRow(Emitter& e, const Contraction& sum) {
    THIMBLE_TRY(const KnownSum known, knownSum(e, sum));
    emitPatchCall(e, "th_conv_s8_row", sum.window, known);
    e.rows(sum.inputAt).out().scratch(patchScratch(sum.window));
    e.overlap({.position = sum.inputAt, .most = mostBehind(sum.window)});
    return {};
}

Result<void> emitConvRow(Emitter& e) {
    THIMBLE_TRY(const Contraction sum, rowSum(e, interp::convolutionSum(e.op())));
    if (!isPlain(e, sum) || sum.window.depth != sum.window.inDepth)
        return emitAnyContraction(e, sum, Form::Row);
    return emitPatchRow(e, sum);
}

/// The same, a position at a time.
Result<void> emitTightPatchRow(Emitter& e, const Contraction& sum) {
    THIMBLE_TRY(const KnownSum known, knownSum(e, sum));
    emitPatchCall(e, "th_conv_tight_s8_row", sum.window, known);
    e.rows(sum.inputAt).out().scratch(packedPatchBytes(sum.window));
    e.overlap({.position = sum.inputAt, .most = mostBehind(sum.window, 1)});
    return {};
}

Result<void> emitTightConvRow(Emitter& e) {
    THIMBLE_TRY(const Contraction sum, rowSum(e, interp::convolutionSum(e.op())));
    if (!isPlain(e, sum) || sum.window.depth != sum.window.inDepth)
        return emitAnyContraction(e, sum, Form::Row);
    return emitTightPatchRow(e, sum);
}

/// A channel's weights in pairs, as th_depthwise_s8_row reads them; words of two pairs.
std::vector<std::int8_t> depthwisePairs(std::span<const std::int8_t> weights, const Window& w,
                                        bool is3x3) {
    std::vector<std::int8_t> pairs;
    const auto at = [&](std::int64_t y, std::int64_t x) {
        return x >= 0 && x < w.width ? weights[static_cast<std::size_t>(y * w.width + x)]
                                     : std::int8_t{0};
    };
    const auto fillWord = [&] { pairs.resize((pairs.size() + 3) / 4 * 4); };
    const std::int64_t step = !is3x3 && w.strideWidth == 2 ? 2 : 1;
    for (std::int64_t y = 0; y + 1 < w.height; y += 2) {
        for (std::int64_t first = 0; first < step; ++first)
            for (std::int64_t x = first; x < w.width; x += step)
                pairs.insert(pairs.end(), {at(y, x), at(y + 1, x)});
        if (!is3x3) fillWord();
    }
    const std::int64_t y = w.height - 1;
    for (std::int64_t x = 0; w.height % 2 != 0 && x <= w.width; x += 2) {
        pairs.insert(pairs.end(), {at(y, x), at(y, x + 1)});
        if (!is3x3 && w.strideWidth == 1) pairs.insert(pairs.end(), {at(y, x - 1), at(y, x)});
    }
    fillWord();
    return pairs;
}

/// A channel that is a constant: its multiplier is 0, and so its sum shall be.
bool isConstant(const KnownSum& known, std::size_t channel) {
    return known.channels.folded && known.channels.table[4 * channel + 1] == 0;
}

/// Whether every channel's outputs up to any position lie in columns that have been read by then:
/// the window of a position reaches beyond its own column. Then the output may take the place of
/// the row, since the kernel touches no other channel's bytes.
bool readsAheadOfWrites(const Window& w) {
    for (std::int64_t x = 0; x < w.outWidth; ++x) {
        const std::int64_t read = x * w.strideWidth - w.padLeft + w.width;
        if (x >= std::min(read, w.inWidth)) return false;
    }
    return true;
}

/// How much of a row th_depthwise_s8_row does at a time.
struct Chunks {
    std::int64_t outputs = 0, columns = 0, scratch = 0;
};

Chunks chunksFor(const Window& w, bool is3x3, std::int64_t outputs) {
    Chunks chunks{.outputs = outputs};
    const std::int64_t beginnings = (outputs - 1) * w.strideWidth;
    // Other windows than 3x3 go by four outputs and two columns: the last four reach beyond.
    chunks.columns = is3x3 ? (std::min(outputs, w.outWidth) - 1) * w.strideWidth + w.width
                           : (beginnings + 2 * (w.width / 2 + 1) + 2) / 2 * 2;
    chunks.scratch = (is3x3 ? 32 : 8 * w.height) * chunks.columns;
    return chunks;
}

/// As few of them as the scratch allows, of about the same size.
Chunks chunksOf(const Window& w, bool is3x3) {
    const std::int64_t most =
        std::max(kSmallScratch, w.height * w.inWidth * w.inDepth / kRowsPerScratch);
    for (std::int64_t count = 1;; ++count) {
        const std::int64_t outputs = ((w.outWidth + count - 1) / count + 3) / 4 * 4;
        const Chunks chunks = chunksFor(w, is3x3, outputs);
        const bool fits = chunks.scratch <= most && outputs * w.strideWidth <= kEnoughColumns;
        if (fits || outputs == 4) return chunks;
    }
}

/// What the quick and the tight kernels of depthwise convolutions take.
bool hasLanes(const Emitter& e, const Contraction& sum) {
    return isPlain(e, sum) && sum.window.outPerGroup == 1 && sum.window.dilationWidth == 1;
}

bool hasWindow3x3(const Window& w) { return w.height == 3 && w.width == 3 && w.strideWidth <= 2; }

Result<void> emitDepthwiseRow(Emitter& e) {
    THIMBLE_TRY(const Contraction sum, rowSum(e, interp::depthwiseSum(e.op())));
    const Window& w = sum.window;
    if (isPlain(e, sum) && w.inDepth == 1) return emitPatchRow(e, sum);
    if (!hasLanes(e, sum)) return emitAnyContraction(e, sum, Form::Row);
    THIMBLE_TRY(KnownSum known, knownSum(e, sum));

    const bool is3x3 = hasWindow3x3(w);
    std::vector<std::uint32_t> packed;
    for (std::size_t c = 0; c < static_cast<std::size_t>(w.outDepth); ++c) {
        std::vector<std::int8_t> weights = known.weightsOf(c);
        if (isConstant(known, c)) {
            std::ranges::fill(weights, std::int8_t{0});
            known.channels.table[4 * c] = 0;
        }
        appendPairs(packed, depthwisePairs(weights, w, is3x3));
    }
    const auto words = static_cast<std::int64_t>(packed.size()) / w.outDepth;
    const Chunks chunks = chunksOf(w, is3x3);
    e.call("th_depthwise_s8_row")
        .field("in_width", w.inWidth)
        .field("out_width", w.outWidth)
        .field("depth", w.inDepth)
        .field("height", w.height)
        .field("width", w.width)
        .field("stride_width", w.strideWidth)
        .field("pad_left", w.padLeft)
        .field("input_zero", known.how.inputZero)
        .field("is_3x3", is3x3 ? 1 : 0)
        .field("chunk", chunks.outputs)
        .field("columns", chunks.columns)
        .field("words", words);
    e.array<std::uint32_t>("weights", packed);
    emitChannels(e, known.channels, known.how.range);
    e.rows(sum.inputAt).out().scratch(static_cast<std::size_t>(chunks.scratch));
    if (readsAheadOfWrites(w)) e.overlap({.position = sum.inputAt, .most = 0, .exactly = true});
    return {};
}

/// A channel at a time; wide rows take less in the chunks of the quick kernel.
Result<void> emitTightDepthwiseRow(Emitter& e) {
    THIMBLE_TRY(const Contraction sum, rowSum(e, interp::depthwiseSum(e.op())));
    const Window& w = sum.window;
    if (isPlain(e, sum) && w.inDepth == 1) return emitTightPatchRow(e, sum);
    if (!hasLanes(e, sum)) return emitAnyContraction(e, sum, Form::Row);
    const std::int64_t columns = (w.outWidth - 1) * w.strideWidth + w.width;
    if (w.height * columns >= chunksOf(w, hasWindow3x3(w)).scratch) return emitDepthwiseRow(e);
    THIMBLE_TRY(const KnownSum known, knownSum(e, sum));
    std::vector<std::int8_t> weights;
    for (std::size_t c = 0; c < static_cast<std::size_t>(w.outDepth); ++c) {
        const std::vector<std::int8_t> own = known.weightsOf(c);
        weights.insert(weights.end(), own.begin(), own.end());
    }
    e.call("th_depthwise_tight_s8_row")
        .field("in_width", w.inWidth)
        .field("out_width", w.outWidth)
        .field("depth", w.inDepth)
        .field("height", w.height)
        .field("width", w.width)
        .field("stride_width", w.strideWidth)
        .field("pad_left", w.padLeft)
        .field("input_zero", known.how.inputZero)
        .field("columns", columns);
    e.array<std::int8_t>("weights", weights);
    emitChannels(e, known.channels, known.how.range);
    e.rows(sum.inputAt).out().scratch(static_cast<std::size_t>(w.height * columns));
    e.overlap({.position = sum.inputAt, .most = 0, .exactly = true});
    return {};
}

constexpr std::array kEmitters = {
    EmitEntry{BuiltinOperator::Conv2d, emitConvRow},
    EmitEntry{BuiltinOperator::DepthwiseConv2d, emitDepthwiseRow},
    EmitEntry{BuiltinOperator::AveragePool2d, emitPoolRow},
    EmitEntry{BuiltinOperator::MaxPool2d, emitPoolRow},
};

constexpr std::array kTightEmitters = {
    EmitEntry{BuiltinOperator::Conv2d, emitTightConvRow},
    EmitEntry{BuiltinOperator::DepthwiseConv2d, emitTightDepthwiseRow},
    EmitEntry{BuiltinOperator::AveragePool2d, emitPoolRow},
    EmitEntry{BuiltinOperator::MaxPool2d, emitPoolRow},
};

}  // namespace

std::span<const EmitEntry> rowEmitters(RowScratch scratch) {
    if (scratch == RowScratch::Tight) return kTightEmitters;
    return kEmitters;
}

}  // namespace thimble::cproject
