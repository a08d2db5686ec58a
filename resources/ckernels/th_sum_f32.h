/* ADD and SUB of floats. */
#ifndef TH_SUM_F32_H
#define TH_SUM_F32_H

#include "th_walk.h"

typedef struct {
    th_walk walk;
    int32_t is_difference;
    float low, high; /* of the output */
} th_sum_f32_params;

void th_sum_f32(const th_sum_f32_params* p, const void* first, const void* second, void* output);

#endif
