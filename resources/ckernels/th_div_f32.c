#include "th_div_f32.h"

#include "th_real.h"

void th_div_f32(const th_div_f32_params* p, const void* first, const void* second, void* output) {
    const float* a = (const float*)first;
    const float* b = (const float*)second;
    float* out = (float*)output;
    const int32_t row = p->walk.size[TH_AXES - 1];
    const int32_t step_a = p->walk.first[TH_AXES - 1];
    const int32_t step_b = p->walk.second[TH_AXES - 1];
    th_place place = {0, 0, {0}};
    int32_t at, i;
    for (at = 0; at < p->walk.elements; at += row) {
        for (i = 0; i < row; ++i)
            out[at + i] = th_clamp_f32(a[place.first + i * step_a] / b[place.second + i * step_b],
                                       p->low, p->high);
        th_next_row(&p->walk, &place);
    }
}
