#include "th_signal_irfft_s16.h"

#include "th_sample_s16.h"
/* Of that type. */
#include "th_fourier.h"

void th_signal_irfft_s16(const th_signal_irfft_s16_params* p, const void* input, void* output) {
    th_backward(p, (const th_sample*)input, (th_sample*)output);
}
