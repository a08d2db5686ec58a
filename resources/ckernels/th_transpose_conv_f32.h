/* TRANSPOSE_CONV of floats. */
#ifndef TH_TRANSPOSE_CONV_F32_H
#define TH_TRANSPOSE_CONV_F32_H

#include "th_spread.h"

typedef struct {
    th_spread sizes;
    float low, high; /* of the output */
    int32_t has_bias;
    const float* biases; /* by output channel */
} th_transpose_conv_f32_params;

void th_transpose_conv_f32(const th_transpose_conv_f32_params* p, const void* input,
                           const void* weights, void* output);

#endif
