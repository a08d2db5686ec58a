/* QUANTIZE from float. */
#ifndef TH_QUANTIZE_F32_H
#define TH_QUANTIZE_F32_H

#include "th_any_integer.h"

typedef struct {
    int32_t elements;
    int32_t out_type;
    float scale;
    int32_t zero;
    int32_t low, high; /* of the output's type */
} th_quantize_f32_params;

void th_quantize_f32(const th_quantize_f32_params* p, const void* input, void* output);

#endif
