#include "th_signal_overlap_add_f32.h"

void th_signal_overlap_add_f32(const th_signal_overlap_add_f32_params* p, const void* input,
                               void* kept, void* output) {
    const float* in = (const float*)input;
    float* out = (float*)output;
    int32_t r, f, i;
    for (r = 0; r < p->rows; ++r) {
        float* sums = (float*)kept + r * p->size;
        for (f = 0; f < p->frames; ++f) {
            for (i = 0; i < p->size; ++i) sums[i] = sums[i] + in[i];
            for (i = 0; i < p->step; ++i) out[i] = sums[i];
            for (i = p->step; i < p->size; ++i) sums[i - p->step] = sums[i];
            for (i = p->size - p->step; i < p->size; ++i) sums[i] = 0;
            in += p->size;
            out += p->step;
        }
    }
}
