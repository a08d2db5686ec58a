/* QUANTIZE from one integer type and scale to another. */
#ifndef TH_RESCALE_H
#define TH_RESCALE_H

#include "th_any_integer.h"

typedef struct {
    int32_t elements;
    int32_t in_type, out_type;
    int32_t input_zero, output_zero;
    int32_t multiplier, shift;
    int32_t low, high; /* of the output's type */
} th_rescale_params;

void th_rescale(const th_rescale_params* p, const void* input, void* output);

#endif
