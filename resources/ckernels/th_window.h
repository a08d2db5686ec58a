/* CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED are one sum: over a window of the input and its
   channels, of input times weight. */
#ifndef TH_WINDOW_H
#define TH_WINDOW_H

#include "th_common.h"

typedef struct {
    int32_t batches;
    int32_t in_height, in_width, in_depth;
    int32_t out_height, out_width, out_depth;
    int32_t height, width, depth; /* of the window: input channels that an output channel sees */
    int32_t out_per_group;        /* output channels that see the same input channels */
    int32_t stride_height, stride_width;
    int32_t dilation_height, dilation_width;
    int32_t pad_top, pad_left;
    /* Weight of (output channel, y, x, input channel): the sum of each times these; the last is 1.
     */
    int32_t weights_per_output, weights_per_row, weights_per_column;
} th_window;

/* Positions [first, end) of a window along one axis that lie on the input. */
typedef struct {
    int32_t first, end;
} th_inside;

TH_INLINE th_inside th_window_inside(int32_t start, int32_t window, int32_t dilation,
                                     int32_t inputs) {
    th_inside inside;
    inside.first = start >= 0 ? 0 : (-start + dilation - 1) / dilation;
    inside.end = start >= inputs ? 0 : (inputs - start + dilation - 1) / dilation;
    if (inside.end > window) inside.end = window;
    return inside;
}

#endif
