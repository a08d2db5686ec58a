/* MEAN of int16 along neighbouring axes. */
#ifndef TH_MEAN_S16_H
#define TH_MEAN_S16_H

#include "th_mean.h"

typedef struct {
    int32_t outer, count, inner; /* elements before, along and behind the axes */
    th_mean_scale scale;
} th_mean_s16_params;

void th_mean_s16(const th_mean_s16_params* p, const void* input, void* output);

#endif
