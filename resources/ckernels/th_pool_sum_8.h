/* An average over a whole image, of which the rows come one by one: adds a row to the sums. */
#ifndef TH_POOL_SUM_8_H
#define TH_POOL_SUM_8_H

#include "th_common.h"

typedef struct {
    int32_t width, depth;
    int32_t is_unsigned;
} th_pool_sum_8_params;

/* sums: one for each channel, zero before the first row. */
void th_pool_sum_8(const th_pool_sum_8_params* p, const int8_t* row, int32_t* sums);

#endif
