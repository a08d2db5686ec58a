/* SignalFilterBankSquareRoot: from 64 bits to 32, rounded to nearest. */
#ifndef TH_SIGNAL_SQUARE_ROOT_H
#define TH_SIGNAL_SQUARE_ROOT_H

#include "th_common.h"

typedef struct {
    int32_t elements;
    int32_t drop; /* bits of the result */
} th_signal_square_root_params;

void th_signal_square_root(const th_signal_square_root_params* p, const void* input, void* output);

#endif
