/* AVERAGE_POOL_2D of int8 or uint8. */
#ifndef TH_AVERAGE_POOL_8_H
#define TH_AVERAGE_POOL_8_H

#include "th_pool.h"

typedef struct {
    th_pool sizes;
    int32_t is_unsigned;
    int32_t low, high; /* of the output */
} th_average_pool_8_params;

void th_average_pool_8(const th_average_pool_8_params* p, const void* input, void* output);

#endif
