#include "th_mul_8.h"

static uint8_t th_product(const th_mul_8_params *p, uint8_t a, uint8_t b) {
    const uint8_t flip = (uint8_t)p->flip;
    const int32_t x = (int8_t)(uint8_t)(a ^ flip) - p->first_zero;
    const int32_t y = (int8_t)(uint8_t)(b ^ flip) - p->second_zero;
    const int32_t scaled = th_requantise(x * y, p->output_multiplier, p->output_shift);
    const int32_t result = th_clamp(th_wrapping_add(scaled, p->output_zero), p->low, p->high);
    return (uint8_t)result ^ flip;
}

void th_mul_8(const th_mul_8_params *p, const void *first, const void *second, void *output) {
    const uint8_t *a = (const uint8_t *)first;
    const uint8_t *b = (const uint8_t *)second;
    uint8_t *out = (uint8_t *)output;
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
