/* th_depthwise_s8_row in less memory and more time: a channel at a time. */
#ifndef TH_DEPTHWISE_TIGHT_S8_ROW_H
#define TH_DEPTHWISE_TIGHT_S8_ROW_H

#include "th_channel.h"

typedef struct {
    int32_t in_width, out_width, depth;
    int32_t height, width; /* of the window */
    int32_t stride_width;
    int32_t pad_left;
    int32_t input_zero;
    int32_t columns; /* that all windows of a row see, padding included */
    int32_t folded;
    int32_t low, high;
    const int8_t* weights; /* of one channel after the other, [height, width] */
    const th_channel* channels;
} th_depthwise_tight_s8_row_params;

/* rows: one for each row of the window, at any byte; null outside the image.
   scratch: height * columns bytes.
   Of a channel, a column is read before what may lie over it is written. So the output may begin at
   the same byte as any input row that nobody needs afterwards. */
void th_depthwise_tight_s8_row(const th_depthwise_tight_s8_row_params* p, const int8_t* const* rows,
                               int8_t* output, void* scratch);

#endif
