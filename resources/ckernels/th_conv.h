/* What a convolution of int8 is told. */
#ifndef TH_CONV_H
#define TH_CONV_H

#include "th_channel.h"

typedef struct {
    int32_t batches;
    int32_t in_height, in_width, in_depth;
    int32_t out_height, out_width, out_depth;
    int32_t height, width; /* of the window */
    int32_t stride_height, stride_width;
    int32_t dilation_height, dilation_width;
    int32_t pad_top, pad_left;
    int32_t input_zero;
    int32_t words; /* of a patch: height * width * in_depth / 4, rounded up */
    int32_t folded;
    int32_t low, high; /* the activation's range */
    /* Four int8 to a word, the first in the lowest bits; word w of channels 2c and 2c + 1 side by
       side, then word w + 1. Zeros beyond the patch and the last channel. */
    const uint32_t* weights;
    const th_channel* channels;
} th_conv_params;

#endif
