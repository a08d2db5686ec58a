/* TRANSPOSE_CONV of int16 with int8 weights. */
#ifndef TH_TRANSPOSE_CONV_S16_H
#define TH_TRANSPOSE_CONV_S16_H

#include "th_spread.h"
#include "th_wide.h"

typedef struct {
    th_spread sizes;
    int32_t low, high; /* of the output */
    const th_wide_channel* channels;
} th_transpose_conv_s16_params;

void th_transpose_conv_s16(const th_transpose_conv_s16_params* p, const void* input,
                           const void* weights, void* output);

#endif
