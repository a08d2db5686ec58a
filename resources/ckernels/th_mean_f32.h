/* MEAN of floats along neighbouring axes. */
#ifndef TH_MEAN_F32_H
#define TH_MEAN_F32_H

#include "th_common.h"

typedef struct {
    int32_t outer, count, inner; /* elements before, along and behind the axes */
} th_mean_f32_params;

void th_mean_f32(const th_mean_f32_params* p, const void* input, void* output);

#endif
