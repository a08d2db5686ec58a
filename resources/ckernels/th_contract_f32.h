/* CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED of floats. */
#ifndef TH_CONTRACT_F32_H
#define TH_CONTRACT_F32_H

#include "th_window.h"

typedef struct {
    th_window sizes;
    float low, high;     /* of the output */
    const float* biases; /* by output channel */
} th_contract_f32_params;

void th_contract_f32(const th_contract_f32_params* p, const void* input, const void* weights,
                     void* output);

#endif
