#include "core/cproject/emit/slices.h"

#include "core/cproject/emit/convolution.h"
#include "core/cproject/emit/fully_connected.h"
#include "core/cproject/emit/window_fields.h"
#include "core/cproject/slice_sums.h"

namespace thimble::cproject {

namespace {

Result<interp::Contraction> plainSum(const Emitter& e) {
    THIMBLE_TRY(interp::Contraction sum, slicedSum(e.op()));
    if (!isPlain(e, sum) || sum.window.batches != 1 || sum.window.depth != sum.window.inDepth)
        return e.fail("in slices, it takes one image of int8 and constant weights only");
    if (e.op().code() == BuiltinOperator::FullyConnected && sum.window.outWidth != 1)
        return e.fail("in slices, it takes one row only");
    sum.window = unpadded(sum.window, e.padding());
    return sum;
}

void emitBefore(Emitter& e, bool isFirst) {
    if (isFirst)
        e.nothing();
    else
        e.rowIn(1);
}

}  // namespace

Result<void> emitPart(Emitter& e, bool isFirst) {
    THIMBLE_TRY(const interp::Contraction sum, plainSum(e));
    THIMBLE_TRY(const KnownSum known, knownSum(e, sum));
    const interp::Window& w = sum.window;
    if (e.op().code() == BuiltinOperator::FullyConnected) {
        e.call("th_fully_connected_part_s8")
            .field("depth", w.depth)
            .field("outputs", w.outDepth)
            .array<std::uint32_t>(
                "weights", productWeights({.rows = 1, .depth = w.depth, .outputs = w.outDepth},
                                          known.weightsOf));
        e.rowIn(0);
        emitBefore(e, isFirst);
        e.rowOut();
        return {};
    }
    e.call("th_conv_part_s8_row");
    emitWindow(e, w);
    e.field("input_zero", known.how.inputZero)
        .field("words", (w.height * w.width * w.depth + 3) / 4)
        .array<std::uint32_t>("weights", patchWeights(w, known.weightsOf))
        .text("channels", "NULL");
    e.rows(sum.inputAt);
    emitBefore(e, isFirst);
    e.rowOut().scratch(patchScratch(w));
    return {};
}

Result<void> emitEnd(Emitter& e) {
    THIMBLE_TRY(const interp::Contraction sum, plainSum(e));
    THIMBLE_TRY(const KnownSum known, knownSum(e, sum));
    e.call("th_conv_end_s8_row")
        .field("width", sum.window.outWidth)
        .field("depth", sum.window.outDepth);
    emitChannels(e, known.channels, known.how.range);
    e.rowIn(0).rowOut();
    return {};
}

void emitPlace(Emitter& e, const split::Part& part, std::int64_t channels) {
    const auto& shape = e.output().shape;
    e.call("th_place_row")
        .field("width", shape.size() == 4 ? shape[2] : 1)
        .field("first", part.first)
        .field("count", part.count)
        .field("channels", channels);
    e.rowIn(0).rowOut();
}

}  // namespace thimble::cproject
