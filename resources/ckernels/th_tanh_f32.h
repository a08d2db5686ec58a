/* TANH of floats. */
#ifndef TH_TANH_F32_H
#define TH_TANH_F32_H

#include "th_common.h"

typedef struct {
    int32_t elements;
} th_tanh_f32_params;

void th_tanh_f32(const th_tanh_f32_params* p, const void* input, void* output);

#endif
