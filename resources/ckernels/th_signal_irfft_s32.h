/* SignalIrfft of int32. */
#ifndef TH_SIGNAL_IRFFT_S32_H
#define TH_SIGNAL_IRFFT_S32_H

#include "th_fourier_tables.h"

typedef th_fourier th_signal_irfft_s32_params;

void th_signal_irfft_s32(const th_signal_irfft_s32_params* p, const void* input, void* output);

#endif
