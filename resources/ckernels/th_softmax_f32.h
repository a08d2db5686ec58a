/* SOFTMAX of floats. */
#ifndef TH_SOFTMAX_F32_H
#define TH_SOFTMAX_F32_H

#include "th_common.h"

typedef struct {
    int32_t rows, depth;
    float beta;
} th_softmax_f32_params;

void th_softmax_f32(const th_softmax_f32_params* p, const void* input, void* output);

#endif
