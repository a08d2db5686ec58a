/* CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED of int16 with int8 weights. */
#ifndef TH_CONTRACT_S16_H
#define TH_CONTRACT_S16_H

#include "th_wide.h"
#include "th_window.h"

typedef struct {
    th_window sizes;
    int32_t input_zero, weight_zero;
    int32_t low, high; /* of the output */
    const th_wide_channel* channels;
} th_contract_s16_params;

void th_contract_s16(const th_contract_s16_params* p, const void* input, const void* weights,
                     void* output);

#endif
