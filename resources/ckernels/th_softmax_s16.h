/* SOFTMAX of int16. */
#ifndef TH_SOFTMAX_S16_H
#define TH_SOFTMAX_S16_H

#include "th_common.h"

typedef struct {
    int32_t rows, depth;
    int32_t multiplier, shift;  /* of differences to the largest value: 10 in 65535 steps */
    const int16_t* exponential; /* e^x from -10 to 0, th_lines_16 */
    const int16_t* inverse;     /* 1 / (1 + x) from 0 to 1 */
} th_softmax_s16_params;

void th_softmax_s16(const th_softmax_s16_params* p, const void* input, void* output);

#endif
