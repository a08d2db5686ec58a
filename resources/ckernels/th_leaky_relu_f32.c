#include "th_leaky_relu_f32.h"

void th_leaky_relu_f32(const th_leaky_relu_f32_params* p, const void* input, void* output) {
    const float* in = (const float*)input;
    float* out = (float*)output;
    int32_t i;
    for (i = 0; i < p->elements; ++i) out[i] = in[i] > 0.0f ? in[i] : in[i] * p->alpha;
}
