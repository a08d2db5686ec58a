/* CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED of int8 or uint8 in whatever form the other
   kernels do not do: groups, several outputs of one input channel, dilation, weights with a zero
   point or known only at run time. Plain and slow. */
#ifndef TH_CONTRACT_8_H
#define TH_CONTRACT_8_H

#include "th_plain_8.h"

typedef th_plain_8 th_contract_8_params;

void th_contract_8(const th_contract_8_params* p, const void* input, const void* weights,
                   void* output);

#endif
