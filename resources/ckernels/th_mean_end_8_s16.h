/* The outputs of a MEAN over a whole image, of the sums of int16 that th_pool_sum_8_s16
   has made. */
#ifndef TH_MEAN_END_8_S16_H
#define TH_MEAN_END_8_S16_H

#include "th_mean.h"

typedef struct {
    int32_t depth;
    th_mean_scale scale;
} th_mean_end_8_s16_params;

void th_mean_end_8_s16(const th_mean_end_8_s16_params* p, const int16_t* sums, int8_t* output);

#endif
