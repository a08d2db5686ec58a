/* CONV_2D and DEPTHWISE_CONV_2D of int16 with int8 weights: one row of the output of the rows under
 * the window. */
#ifndef TH_CONTRACT_S16_ROW_H
#define TH_CONTRACT_S16_ROW_H

#include "th_wide.h"
#include "th_window.h"

typedef struct {
    th_window sizes;
    int32_t input_zero, weight_zero;
    int32_t low, high; /* of the output */
    const th_wide_channel* channels;
} th_contract_s16_row_params;

/* rows: one for each row of the window; null outside the image. An output is written before the
   next one of the same position is computed, from left to right. */
void th_contract_s16_row(const th_contract_s16_row_params* p, const int8_t* const* rows,
                         const void* weights, void* output);

#endif
