#pragma once

#include "core/cproject/emitter.h"
#include "core/interp/kernels/contraction.h"

namespace thimble::cproject {

/// The fields of a convolution's sizes: `batches` to `pad_left`, as kernels have them.
inline void emitWindow(Emitter& e, const interp::Window& w) {
    e.field("batches", w.batches)
        .field("in_height", w.inHeight)
        .field("in_width", w.inWidth)
        .field("in_depth", w.inDepth)
        .field("out_height", w.outHeight)
        .field("out_width", w.outWidth)
        .field("out_depth", w.outDepth)
        .field("height", w.height)
        .field("width", w.width)
        .field("stride_height", w.strideHeight)
        .field("stride_width", w.strideWidth)
        .field("dilation_height", w.dilationHeight)
        .field("dilation_width", w.dilationWidth)
        .field("pad_top", w.padTop)
        .field("pad_left", w.padLeft);
}

}  // namespace thimble::cproject
