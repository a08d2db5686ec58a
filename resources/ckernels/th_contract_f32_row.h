/* CONV_2D and DEPTHWISE_CONV_2D of floats: one row of the output of the rows under the window. */
#ifndef TH_CONTRACT_F32_ROW_H
#define TH_CONTRACT_F32_ROW_H

#include "th_window.h"

typedef struct {
    th_window sizes;
    float low, high;     /* of the output */
    const float* biases; /* by output channel */
} th_contract_f32_row_params;

/* rows: one for each row of the window; null outside the image. An output is written before the
   next one of the same position is computed, from left to right. */
void th_contract_f32_row(const th_contract_f32_row_params* p, const int8_t* const* rows,
                         const void* weights, void* output);

#endif
