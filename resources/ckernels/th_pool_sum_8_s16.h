/* th_pool_sum_8 in half the memory, for images of few elements: no sum leaves int16. */
#ifndef TH_POOL_SUM_8_S16_H
#define TH_POOL_SUM_8_S16_H

#include "th_common.h"

typedef struct {
    int32_t width, depth;
    int32_t is_unsigned;
} th_pool_sum_8_s16_params;

/* sums: one for each channel, zero before the first row. */
void th_pool_sum_8_s16(const th_pool_sum_8_s16_params* p, const int8_t* row, int16_t* sums);

#endif
