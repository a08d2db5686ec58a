/* TRANSPOSE_CONV of int8. */
#ifndef TH_TRANSPOSE_CONV_S8_H
#define TH_TRANSPOSE_CONV_S8_H

#include "th_channel.h"
#include "th_spread.h"

typedef struct {
    th_spread sizes;
    int32_t input_zero, weight_zero;
    int32_t low, high;          /* of the output */
    const th_channel* channels; /* exact, with the bias as it is */
} th_transpose_conv_s8_params;

void th_transpose_conv_s8(const th_transpose_conv_s8_params* p, const void* input,
                          const void* weights, void* output);

#endif
