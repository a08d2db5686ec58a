#include "th_tanh_f32.h"

#include <math.h>

void th_tanh_f32(const th_tanh_f32_params* p, const void* input, void* output) {
    const float* in = (const float*)input;
    float* out = (float*)output;
    int32_t i;
    for (i = 0; i < p->elements; ++i) out[i] = tanhf(in[i]);
}
