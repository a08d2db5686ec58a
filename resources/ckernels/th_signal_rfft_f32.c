#include "th_signal_rfft_f32.h"

#include "th_sample_f32.h"
/* Of that type. */
#include "th_fourier.h"

void th_signal_rfft_f32(const th_signal_rfft_f32_params* p, const void* input, void* output) {
    th_forward(p, (const th_sample*)input, (th_sample*)output);
}
