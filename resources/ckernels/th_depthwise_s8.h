/* DEPTHWISE_CONV_2D, int8, one output channel to each input channel, no dilation along the width:
   input [N, H, W, C], output [N, H, W, C]. */
#ifndef TH_DEPTHWISE_S8_H
#define TH_DEPTHWISE_S8_H

#include "th_channel.h"

typedef struct {
    int32_t batches;
    int32_t in_height, in_width, depth;
    int32_t out_height, out_width;
    int32_t height, width; /* of the window */
    int32_t stride_height, stride_width;
    int32_t dilation_height;
    int32_t pad_top, pad_left;
    int32_t input_zero;
    int32_t line;  /* int16 elements of a line buffer, an even number */
    int32_t lines; /* (height - 1) * dilation_height + 1 */
    int32_t pairs; /* of weights in a row: width / 2 + 1 */
    int32_t folded;
    int32_t low, high;
    /* By channel: pairs of weights along each row of the window, zero beyond it; two pairs to a
       word so that bytes 0 and 2 are the first pair; a channel begins with a new word. */
    const uint32_t* weights;
    const th_channel* channels;
} th_depthwise_s8_params;

/* scratch: 8 bytes per pair and row of the window, and 2 * line bytes per line; on 4 bytes.
   One channel after the other, through lines of unpacked rows: a row of a channel is written after
   the rows that it needs have been read, so output and input may be the same bytes wherever no
   output row ends behind the input rows read so far. */
void th_depthwise_s8(const th_depthwise_s8_params* p, const int8_t* input, int8_t* output,
                     void* scratch);

#endif
