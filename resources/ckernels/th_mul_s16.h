/* MUL of int16, whose zero points are 0. */
#ifndef TH_MUL_S16_H
#define TH_MUL_S16_H

#include "th_walk.h"

typedef struct {
    th_walk walk;
    int32_t multiplier, shift;
    int32_t low, high; /* of the output */
} th_mul_s16_params;

void th_mul_s16(const th_mul_s16_params* p, const void* first, const void* second, void* output);

#endif
