#include "th_mean_f32.h"

void th_mean_f32(const th_mean_f32_params *p, const void *input, void *output) {
    const float *in = (const float *)input;
    float *out = (float *)output;
    int32_t o, c, i;
    for (o = 0; o < p->outer; ++o) {
        for (c = 0; c < p->inner; ++c) {
            const float *from = in + c;
            float sum = 0.0f;
            for (i = p->count; i > 0; --i, from += p->inner) sum += *from;
            *out++ = sum / (float)p->count;
        }
        in += p->count * p->inner;
    }
}
