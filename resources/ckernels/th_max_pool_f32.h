/* MAX_POOL_2D of floats. */
#ifndef TH_MAX_POOL_F32_H
#define TH_MAX_POOL_F32_H

#include "th_pool.h"

typedef struct {
    th_pool sizes;
    float low, high; /* of the output */
} th_max_pool_f32_params;

void th_max_pool_f32(const th_max_pool_f32_params* p, const void* input, void* output);

#endif
