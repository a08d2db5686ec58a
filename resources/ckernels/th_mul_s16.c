#include "th_mul_s16.h"

static int16_t th_product(const th_mul_s16_params* p, int32_t a, int32_t b) {
    return (int16_t)th_clamp(th_requantise(a * b, p->multiplier, p->shift), p->low, p->high);
}

void th_mul_s16(const th_mul_s16_params* p, const void* first, const void* second, void* output) {
    const int16_t* a = (const int16_t*)first;
    const int16_t* b = (const int16_t*)second;
    int16_t* out = (int16_t*)output;
    const int32_t row = p->walk.size[TH_AXES - 1];
    const int32_t step_a = p->walk.first[TH_AXES - 1];
    const int32_t step_b = p->walk.second[TH_AXES - 1];
    th_place place = {0, 0, {0}};
    int32_t at, i;
    for (at = 0; at < p->walk.elements; at += row) {
        for (i = 0; i < row; ++i)
            out[at + i] = th_product(p, a[place.first + i * step_a], b[place.second + i * step_b]);
        th_next_row(&p->walk, &place);
    }
}
