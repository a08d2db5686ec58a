/* SignalIrfft of int16. */
#ifndef TH_SIGNAL_IRFFT_S16_H
#define TH_SIGNAL_IRFFT_S16_H

#include "th_fourier_tables.h"

typedef th_fourier th_signal_irfft_s16_params;

void th_signal_irfft_s16(const th_signal_irfft_s16_params* p, const void* input, void* output);

#endif
