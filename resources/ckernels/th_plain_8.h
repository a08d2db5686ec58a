/* What the plain kernels for contractions of bytes, of whole images and of rows, are told. */
#ifndef TH_PLAIN_8_H
#define TH_PLAIN_8_H

#include "th_channel.h"

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
    int32_t input_zero, weight_zero;
    int32_t input_flip,
        weight_flip; /* 0x80 for uint8, whose zero points are 128 lower then; or 0 */
    int32_t output_flip;
    int32_t low, high;          /* of the output, as int8 */
    const th_channel* channels; /* exact, with the bias as it is */
} th_plain_8;

/* A byte as int8, uint8 shifted down by 128. */
TH_INLINE int32_t th_byte(const uint8_t* from, int32_t flip) {
    return (int8_t)(uint8_t)(*from ^ (uint8_t)flip);
}

#endif
