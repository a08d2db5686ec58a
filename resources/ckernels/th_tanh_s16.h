/* TANH of int16, whose zero points are 0. */
#ifndef TH_TANH_S16_H
#define TH_TANH_S16_H

#include "th_common.h"

typedef struct {
    int32_t elements;
    int32_t factor, shift; /* x * factor / 2^shift is in the table's unit */
    const uint16_t* table; /* th_sigmoid_16.h */
} th_tanh_s16_params;

void th_tanh_s16(const th_tanh_s16_params* p, const void* input, void* output);

#endif
