/* SVDF of int8: every filter remembers its last answers to the input, and weighs them over time. */
#ifndef TH_SVDF_S8_H
#define TH_SVDF_S8_H

#include "th_common.h"

typedef struct {
    int32_t batches, inputs, filters;
    int32_t memory;             /* answers that each filter remembers */
    int32_t rank;               /* filters of one output */
    int32_t is_wide;            /* answers and their weights are int16, not int8 */
    const int32_t* filter_bias; /* of each filter: what the input's zero point adds */
    const int32_t* output_bias; /* of each output: bias, and what the memory's zero point adds */
    int32_t state_multiplier, state_shift, state_zero;
    int32_t output_multiplier, output_shift, output_zero;
} th_svdf_s8_params;

/* feature [filters, inputs]; time [filters, memory]; state [batches, filters, memory], kept. */
void th_svdf_s8(const th_svdf_s8_params* p, const void* input, const void* feature,
                const void* time, void* state, void* output);

#endif
