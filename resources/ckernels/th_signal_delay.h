/* SignalDelay: each row of int16 samples, so many samples later. */
#ifndef TH_SIGNAL_DELAY_H
#define TH_SIGNAL_DELAY_H

#include "th_common.h"

typedef struct {
    int32_t rows, size;
    int32_t delay;
} th_signal_delay_params;

void th_signal_delay(const th_signal_delay_params* p, const void* input, void* kept, void* output);

#endif
