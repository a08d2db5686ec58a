/* DEPTHWISE_CONV_2D, int8, one output channel to each input channel, no dilation along the width:
   one row of the output, [W, C], of the rows of the input under the window. */
#ifndef TH_DEPTHWISE_S8_ROW_H
#define TH_DEPTHWISE_S8_ROW_H

#include "th_channel.h"

typedef struct {
    int32_t in_width, out_width, depth;
    int32_t height, width; /* of the window */
    int32_t stride_width;
    int32_t pad_left;
    int32_t input_zero;
    int32_t is_3x3;  /* and stride_width at most 2: the way of th_depthwise_3x3.h */
    int32_t chunk;   /* outputs worked out at a time, a multiple of 4 */
    int32_t columns; /* unpacked at a time, an even number */
    int32_t words;   /* of a channel's weights */
    int32_t folded;
    int32_t low, high;
    /* By channel, pairs of int8; two pairs to a word, the first in bytes 0 and 2.
       3x3: the weights of rows 0 and 1 in each column; the row 2, and nothing.
       Others: for every two rows the weights above each other in each column, with stride 2 those
       of even columns first, and a new word for the next two rows. Then, of an odd last row, pairs
       along the row: with stride 1 w0 w1 and 0 w0, then w2 w3 and w1 w2, and so on; else w0 w1,
       w2 w3. Nothing where the row is over. */
    const uint32_t* weights;
    const th_channel* channels;
} th_depthwise_s8_row_params;

/* rows: one for each row of the window, at any byte; null outside the image.
   scratch: bytes for each of `columns`: 32 for 3x3, otherwise 8 * height; on 4 bytes.
   A row is read four channels at a time, from left to right, each column once; what has been read
   of a channel always reaches as far as what is written. So the output may begin at the same byte
   as any input row that nobody needs afterwards. */
void th_depthwise_s8_row(const th_depthwise_s8_row_params* p, const int8_t* const* rows,
                         int8_t* output, void* scratch);

#endif
