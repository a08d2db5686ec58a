#include "th_signal_auto_scale.h"

/* In 16 bits: -32768 has no magnitude, and any other value then counts as more. */
static int16_t th_largest_magnitude(const int16_t* in, int32_t count) {
    int16_t largest = 0;
    int32_t i;
    for (i = 0; i < count; ++i) {
        if (in[i] > largest)
            largest = in[i];
        else if (-in[i] > largest)
            largest = (int16_t)(uint16_t)(-in[i]);
    }
    return largest;
}

void th_signal_auto_scale(const th_signal_auto_scale_params* p, const void* input, void* output,
                          void* bits) {
    const int16_t* in = (const int16_t*)input;
    int16_t* out = (int16_t*)output;
    const int32_t largest = th_largest_magnitude(in, p->elements);
    int32_t spare = 0;
    int32_t i;
    if (largest > 0)
        while ((largest << (spare + 1)) < 32768) ++spare;
    for (i = 0; i < p->elements; ++i) out[i] = (int16_t)(in[i] * (1 << spare));
    *(int32_t*)bits = spare;
}
