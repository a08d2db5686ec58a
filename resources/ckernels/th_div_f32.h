/* DIV of floats. */
#ifndef TH_DIV_F32_H
#define TH_DIV_F32_H

#include "th_walk.h"

typedef struct {
    th_walk walk;
    float low, high; /* of the output */
} th_div_f32_params;

void th_div_f32(const th_div_f32_params* p, const void* first, const void* second, void* output);

#endif
