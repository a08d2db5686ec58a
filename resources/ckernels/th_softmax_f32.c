#include "th_softmax_f32.h"

#include <float.h>
#include <math.h>

void th_softmax_f32(const th_softmax_f32_params* p, const void* input, void* output) {
    const float* in = (const float*)input;
    float* out = (float*)output;
    int32_t r, c;
    for (r = 0; r < p->rows; ++r) {
        float highest = -FLT_MAX;
        float sum = 0.0f;
        for (c = 0; c < p->depth; ++c)
            if (highest < in[c]) highest = in[c];
        for (c = 0; c < p->depth; ++c) {
            out[c] = expf((in[c] - highest) * p->beta);
            sum += out[c];
        }
        for (c = 0; c < p->depth; ++c) out[c] /= sum;
        in += p->depth;
        out += p->depth;
    }
}
