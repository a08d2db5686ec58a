/* TRANSPOSE_CONV backwards: which inputs reach an output, and by which weights. */
#ifndef TH_SPREAD_H
#define TH_SPREAD_H

#include "th_common.h"

/* Input [batches, in_height, in_width, in_depth], weights [out_depth, height, width, in_depth]. */
typedef struct {
    int32_t batches;
    int32_t in_height, in_width, in_depth;
    int32_t out_height, out_width, out_depth;
    int32_t height, width; /* of the window, which moves over the output */
    int32_t stride_height, stride_width;
    int32_t pad_top, pad_left;
} th_spread;

/* Positions [first, end) of the input along one axis whose windows cover an output. */
typedef struct {
    int32_t first, end;
} th_reach;

TH_INLINE th_reach th_reaching(int32_t output, int32_t padding, int32_t window, int32_t stride,
                               int32_t inputs) {
    const int32_t at = output + padding;
    th_reach reach;
    reach.first = at < window ? 0 : (at - window) / stride + 1;
    reach.end = at / stride + 1;
    if (reach.end > inputs) reach.end = inputs;
    return reach;
}

/* The first weight that input (y, x) sends to output channel c at (oy, ox). */
TH_INLINE int32_t th_spread_weight(const th_spread* s, int32_t c, int32_t oy, int32_t y, int32_t ox,
                                   int32_t x) {
    const int32_t ky = oy + s->pad_top - y * s->stride_height;
    const int32_t kx = ox + s->pad_left - x * s->stride_width;
    return ((c * s->height + ky) * s->width + kx) * s->in_depth;
}

#endif
