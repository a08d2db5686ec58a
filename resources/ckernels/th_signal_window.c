#include "th_signal_window.h"

#include "th_wide.h"

void th_signal_window(const th_signal_window_params* p, const void* input, const void* window,
                      void* output) {
    const int16_t* in = (const int16_t*)input;
    const int16_t* weights = (const int16_t*)window;
    int16_t* out = (int16_t*)output;
    int32_t at, i;
    for (at = 0; at < p->elements; at += p->width)
        for (i = 0; i < p->width; ++i)
            out[at + i] = th_saturate_16((in[at + i] * weights[i]) >> p->shift);
}
