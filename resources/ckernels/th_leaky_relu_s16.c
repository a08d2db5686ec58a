#include "th_leaky_relu_s16.h"

#include "th_wide.h"

static int16_t th_leak(const th_leaky_relu_s16_params* p, int32_t value) {
    const int32_t x = value - p->input_zero;
    int32_t y = x >= 0 ? th_requantise(x, p->above_multiplier, p->above_shift)
                       : th_requantise(x, p->below_multiplier, p->below_shift);
    if (x < 0 && p->is_below_negative) y = th_wrapping_sub(0, y);
    return th_saturate_16(th_wrapping_add(y, p->output_zero));
}

void th_leaky_relu_s16(const th_leaky_relu_s16_params* p, const void* input, void* output) {
    const int16_t* in = (const int16_t*)input;
    int16_t* out = (int16_t*)output;
    int32_t i;
    for (i = 0; i < p->elements; ++i) out[i] = th_leak(p, in[i]);
}
