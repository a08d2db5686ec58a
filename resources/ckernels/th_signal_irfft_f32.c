#include "th_signal_irfft_f32.h"

#include "th_sample_f32.h"
/* Of that type. */
#include "th_fourier.h"

void th_signal_irfft_f32(const th_signal_irfft_f32_params* p, const void* input, void* output) {
    float* samples = (float*)output;
    int32_t r, i;
    th_backward(p, (const float*)input, samples);
    for (r = 0; r < p->rows; ++r) {
        for (i = 0; i < 2 * p->half; ++i) samples[i] /= (float)(2 * p->half);
        samples += p->samples;
    }
}
