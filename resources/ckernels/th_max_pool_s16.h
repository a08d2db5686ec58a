/* MAX_POOL_2D of int16. */
#ifndef TH_MAX_POOL_S16_H
#define TH_MAX_POOL_S16_H

#include "th_pool.h"

typedef struct {
    th_pool sizes;
    int32_t low, high; /* of the output */
} th_max_pool_s16_params;

void th_max_pool_s16(const th_max_pool_s16_params* p, const void* input, void* output);

#endif
