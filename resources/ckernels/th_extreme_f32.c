#include "th_extreme_f32.h"

static float th_extreme_of(const th_extreme_f32_params* p, float a, float b) {
    return (p->is_maximum ? a > b : a < b) ? a : b;
}

void th_extreme_f32(const th_extreme_f32_params* p, const void* first, const void* second,
                    void* output) {
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
            out[at + i] =
                th_extreme_of(p, a[place.first + i * step_a], b[place.second + i * step_b]);
        th_next_row(&p->walk, &place);
    }
}
