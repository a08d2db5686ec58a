/* MAX_POOL_2D of int16: one row of the output of the rows under the window. */
#ifndef TH_MAX_POOL_S16_ROW_H
#define TH_MAX_POOL_S16_ROW_H

#include "th_pool.h"

typedef struct {
    th_pool sizes;
    int32_t low, high; /* of the output */
} th_max_pool_s16_row_params;

/* rows: one for each row of the window; null outside the image.
   A channel is written once its window has been read, from left to right. */
void th_max_pool_s16_row(const th_max_pool_s16_row_params* p, const int8_t* const* rows,
                         void* output);

#endif
