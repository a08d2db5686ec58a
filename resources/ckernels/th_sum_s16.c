#include "th_sum_s16.h"

#include "th_wide.h"

/* Both at one scale, with 15 bits of fraction, then at the output's. */
static int16_t th_sum(const th_sum_s16_params* p, int32_t a, int32_t b) {
    const int32_t x = th_requantise(th_wrapping_shift(a - p->first_zero, 15), p->first_multiplier,
                                    p->first_shift);
    const int32_t y = th_requantise(th_wrapping_shift(b - p->second_zero, 15), p->second_multiplier,
                                    p->second_shift);
    const int32_t sum = p->is_difference ? th_wrapping_sub(x, y) : th_wrapping_add(x, y);
    const int32_t scaled = th_requantise(sum, p->output_multiplier, p->output_shift);
    return (int16_t)th_clamp(th_wrapping_add(scaled, p->output_zero), p->low, p->high);
}

void th_sum_s16(const th_sum_s16_params* p, const void* first, const void* second, void* output) {
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
            out[at + i] = th_sum(p, a[place.first + i * step_a], b[place.second + i * step_b]);
        th_next_row(&p->walk, &place);
    }
}
