#include "th_signal_rfft_s32.h"

#include "th_sample_s32.h"
/* Of that type. */
#include "th_fourier.h"

void th_signal_rfft_s32(const th_signal_rfft_s32_params* p, const void* input, void* output) {
    th_forward(p, (const th_sample*)input, (th_sample*)output);
}
