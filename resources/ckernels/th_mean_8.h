/* MEAN of int8 or uint8 along neighbouring axes. */
#ifndef TH_MEAN_8_H
#define TH_MEAN_8_H

#include "th_mean.h"

typedef struct {
    int32_t outer, count, inner; /* elements before, along and behind the axes */
    int32_t is_unsigned;
    th_mean_scale scale;
} th_mean_8_params;

void th_mean_8(const th_mean_8_params* p, const void* input, void* output);

#endif
