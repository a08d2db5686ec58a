/* LEAKY_RELU of floats. */
#ifndef TH_LEAKY_RELU_F32_H
#define TH_LEAKY_RELU_F32_H

#include "th_common.h"

typedef struct {
    int32_t elements;
    float alpha;
} th_leaky_relu_f32_params;

void th_leaky_relu_f32(const th_leaky_relu_f32_params* p, const void* input, void* output);

#endif
