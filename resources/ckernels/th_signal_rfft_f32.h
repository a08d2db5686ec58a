/* SignalRfft of floats. */
#ifndef TH_SIGNAL_RFFT_F32_H
#define TH_SIGNAL_RFFT_F32_H

#include "th_fourier_tables.h"

typedef th_fourier th_signal_rfft_f32_params;

void th_signal_rfft_f32(const th_signal_rfft_f32_params* p, const void* input, void* output);

#endif
