/* The outputs of an average over a whole image, of the sums that th_pool_sum_8 has made. */
#ifndef TH_POOL_MEAN_8_H
#define TH_POOL_MEAN_8_H

#include "th_pool.h"

typedef struct {
    int32_t count; /* of the image's elements in a channel */
    int32_t depth;
    int32_t low, high; /* of the output */
    int32_t is_unsigned;
} th_pool_mean_8_params;

void th_pool_mean_8(const th_pool_mean_8_params* p, const int32_t* sums, int8_t* output);

#endif
