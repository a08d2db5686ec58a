/* The outputs of a MEAN over a whole image, of the sums that th_pool_sum_8 has made. */
#ifndef TH_MEAN_END_8_H
#define TH_MEAN_END_8_H

#include "th_mean.h"

typedef struct {
    int32_t depth;
    th_mean_scale scale;
} th_mean_end_8_params;

void th_mean_end_8(const th_mean_end_8_params* p, const int32_t* sums, int8_t* output);

#endif
