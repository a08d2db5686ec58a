/* SignalRfft of int16. */
#ifndef TH_SIGNAL_RFFT_S16_H
#define TH_SIGNAL_RFFT_S16_H

#include "th_fourier_tables.h"

typedef th_fourier th_signal_rfft_s16_params;

void th_signal_rfft_s16(const th_signal_rfft_s16_params* p, const void* input, void* output);

#endif
