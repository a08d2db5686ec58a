/* Convolutions of int8 or uint8 in whatever form the other kernels do not do: one row of the output
   of the rows under the window. */
#ifndef TH_CONTRACT_8_ROW_H
#define TH_CONTRACT_8_ROW_H

#include "th_plain_8.h"

typedef th_plain_8 th_contract_8_row_params;

/* rows: one for each row of the window; null outside the image. An output is written before the
   next one of the same position is computed, from left to right. */
void th_contract_8_row(const th_contract_8_row_params* p, const int8_t* const* rows,
                       const void* weights, void* output);

#endif
