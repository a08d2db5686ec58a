/* LEAKY_RELU of int16. */
#ifndef TH_LEAKY_RELU_S16_H
#define TH_LEAKY_RELU_S16_H

#include "th_common.h"

typedef struct {
    int32_t elements;
    int32_t input_zero, output_zero;
    int32_t above_multiplier, above_shift; /* of values from 0 on */
    int32_t below_multiplier, below_shift; /* of others, without the sign of the factor */
    int32_t is_below_negative;
} th_leaky_relu_s16_params;

void th_leaky_relu_s16(const th_leaky_relu_s16_params* p, const void* input, void* output);

#endif
