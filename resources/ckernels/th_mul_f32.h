/* MUL of floats. */
#ifndef TH_MUL_F32_H
#define TH_MUL_F32_H

#include "th_walk.h"

typedef struct {
    th_walk walk;
    float low, high; /* of the output */
} th_mul_f32_params;

void th_mul_f32(const th_mul_f32_params* p, const void* first, const void* second, void* output);

#endif
