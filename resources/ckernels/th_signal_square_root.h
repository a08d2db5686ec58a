/* SignalFilterBankSquareRoot: from 64 bits to 32, rounded to nearest. */
#ifndef TH_SIGNAL_SQUARE_ROOT_H
#define TH_SIGNAL_SQUARE_ROOT_H

#include "th_common.h"

typedef struct {
    int32_t elements;
} th_signal_square_root_params;

/* `drop`: how many bits of the results are dropped; all of them where it is not from 0 to 31. */
void th_signal_square_root(const th_signal_square_root_params* p, const void* input,
                           const void* drop, void* output);

#endif
