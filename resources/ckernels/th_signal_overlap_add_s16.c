#include "th_signal_overlap_add_s16.h"

#include "th_wide.h"

void th_signal_overlap_add_s16(const th_signal_overlap_add_s16_params* p, const void* input,
                               void* kept, void* output) {
    const int16_t* in = (const int16_t*)input;
    int16_t* out = (int16_t*)output;
    int32_t r, f, i;
    for (r = 0; r < p->rows; ++r) {
        int16_t* sums = (int16_t*)kept + r * p->size;
        for (f = 0; f < p->frames; ++f) {
            for (i = 0; i < p->size; ++i) sums[i] = th_saturate_16(sums[i] + in[i]);
            for (i = 0; i < p->step; ++i) out[i] = sums[i];
            for (i = p->step; i < p->size; ++i) sums[i - p->step] = sums[i];
            for (i = p->size - p->step; i < p->size; ++i) sums[i] = 0;
            in += p->size;
            out += p->step;
        }
    }
}
