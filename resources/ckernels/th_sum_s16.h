/* ADD and SUB of int16. */
#ifndef TH_SUM_S16_H
#define TH_SUM_S16_H

#include "th_walk.h"

typedef struct {
    th_walk walk;
    int32_t is_difference;
    int32_t first_zero, first_multiplier, first_shift;
    int32_t second_zero, second_multiplier, second_shift;
    int32_t output_zero, output_multiplier, output_shift;
    int32_t low, high; /* of the output */
} th_sum_s16_params;

void th_sum_s16(const th_sum_s16_params* p, const void* first, const void* second, void* output);

#endif
