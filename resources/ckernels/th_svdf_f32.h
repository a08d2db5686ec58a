/* SVDF of floats: see th_svdf_s8.h. */
#ifndef TH_SVDF_F32_H
#define TH_SVDF_F32_H

#include "th_common.h"

typedef struct {
    int32_t batches, inputs, filters;
    int32_t memory, rank;
    int32_t activation;  /* 0 none, 1 RELU, 2 -1..1, 3 0..6, 4 tanh, 5 whether it is negative */
    const float* biases; /* of each output */
} th_svdf_f32_params;

void th_svdf_f32(const th_svdf_f32_params* p, const void* input, const void* feature,
                 const void* time, void* state, void* output);

#endif
