/* AVERAGE_POOL_2D of floats. */
#ifndef TH_AVERAGE_POOL_F32_H
#define TH_AVERAGE_POOL_F32_H

#include "th_pool.h"

typedef struct {
    th_pool sizes;
    float low, high; /* of the output */
} th_average_pool_f32_params;

void th_average_pool_f32(const th_average_pool_f32_params* p, const void* input, void* output);

#endif
