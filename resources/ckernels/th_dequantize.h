/* DEQUANTIZE: to float. */
#ifndef TH_DEQUANTIZE_H
#define TH_DEQUANTIZE_H

#include "th_any_integer.h"

typedef struct {
    int32_t elements;
    int32_t in_type;
    float scale;
    int32_t zero;
} th_dequantize_params;

void th_dequantize(const th_dequantize_params* p, const void* input, void* output);

#endif
