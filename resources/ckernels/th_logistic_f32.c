#include "th_logistic_f32.h"

#include "th_real.h"

void th_logistic_f32(const th_logistic_f32_params* p, const void* input, void* output) {
    const float* in = (const float*)input;
    float* out = (float*)output;
    int32_t i;
    for (i = 0; i < p->elements; ++i) out[i] = th_logistic_real(in[i]);
}
