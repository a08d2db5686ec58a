/* MAX_POOL_2D of int8 or uint8: one row of the output of the rows under the window. */
#ifndef TH_MAX_POOL_8_ROW_H
#define TH_MAX_POOL_8_ROW_H

#include "th_pool.h"

typedef struct {
    th_pool sizes;
    int32_t flip;      /* 0x80 for uint8, which is lowered by 128 to be an int8; or 0 */
    int32_t low, high; /* of the output, as int8 */
} th_max_pool_8_row_params;

/* rows: one for each row of the window; null outside the image.
   A channel is written once its window has been read, from left to right: over any input row that
   nobody needs afterwards, where no window begins before its output. */
void th_max_pool_8_row(const th_max_pool_8_row_params* p, const int8_t* const* rows,
                       int8_t* output);

#endif
