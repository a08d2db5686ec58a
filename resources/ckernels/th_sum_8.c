#include "th_sum_8.h"

#include "th_dsp.h"

enum { TH_FRACTION = 20 };

/* A factor below 1, and what its two roundings need. */
typedef struct {
    int32_t multiplier, right, half;
    int32_t signs; /* all bits, or none where nothing is shifted out */
} th_factor;

TH_INLINE th_factor th_factor_of(int32_t multiplier, int32_t shift) {
    th_factor f;
    f.multiplier = multiplier;
    f.right = -shift;
    f.half = f.right > 0 ? (int32_t)1 << (f.right - 1) : 0;
    f.signs = f.right > 0 ? -1 : 0;
    return f;
}

/* th_requantise of half of `twice`, exact below 2^30. */
TH_INLINE int32_t th_requantise_twice(int32_t twice, th_factor f) {
    const int32_t product = th_high_mul(twice, f.multiplier);
    return (product + ((product >> 31) & f.signs) + f.half) >> f.right;
}

/* Rows of both operands element by element; everything that stays the same is worked out before. */
static void th_rows_folded(const th_sum_8_params *p, const uint8_t *a, int32_t step_a,
                           const uint8_t *b, int32_t step_b, uint8_t *out, int32_t count) {
    const uint8_t flip = (uint8_t)p->flip;
    const int32_t zero_a = p->first_zero;
    const int32_t zero_b = p->second_zero;
    const th_factor factor_a = th_factor_of(p->first_multiplier, p->first_shift);
    const th_factor factor_b = th_factor_of(p->second_multiplier, p->second_shift);
    const th_factor factor = th_factor_of(p->output_multiplier, p->output_shift);
    const int32_t low = p->low;
    const int32_t high = p->high;
    const int32_t zero = p->output_zero;
    const int32_t is_difference = p->is_difference;
    for (; count > 0; --count) {
        const int32_t in_a = (int8_t)(uint8_t)(*a ^ flip) - zero_a;
        const int32_t in_b = (int8_t)(uint8_t)(*b ^ flip) - zero_b;
        const int32_t x =
            th_requantise_twice(th_wrapping_shift(in_a, TH_FRACTION + 1), factor_a);
        const int32_t y =
            th_requantise_twice(th_wrapping_shift(in_b, TH_FRACTION + 1), factor_b);
        const int32_t sum = is_difference ? x - y : x + y;
        const int32_t result = th_requantise_twice(th_wrapping_shift(sum, 1), factor) + zero;
        *out++ = (uint8_t)(th_clamp(result, low, high)) ^ flip;
        a += step_a;
        b += step_b;
    }
}

static void th_rows_exact(const th_sum_8_params *p, const uint8_t *a, int32_t step_a,
                          const uint8_t *b, int32_t step_b, uint8_t *out, int32_t count) {
    const uint8_t flip = (uint8_t)p->flip;
    for (; count > 0; --count) {
        const int32_t in_a = (int8_t)(uint8_t)(*a ^ flip) - p->first_zero;
        const int32_t in_b = (int8_t)(uint8_t)(*b ^ flip) - p->second_zero;
        const int32_t x = th_requantise(th_wrapping_shift(in_a, TH_FRACTION), p->first_multiplier,
                                        p->first_shift);
        const int32_t y = th_requantise(th_wrapping_shift(in_b, TH_FRACTION), p->second_multiplier,
                                        p->second_shift);
        const int32_t sum =
            th_wrapping_add(x, p->is_difference ? (int32_t)(0U - (uint32_t)y) : y);
        const int32_t scaled = th_requantise(sum, p->output_multiplier, p->output_shift);
        *out++ = (uint8_t)(th_clamp(th_wrapping_add(scaled, p->output_zero), p->low, p->high)) ^
                 flip;
        a += step_a;
        b += step_b;
    }
}

void th_sum_8(const th_sum_8_params *p, const void *first, const void *second, void *output) {
    const uint8_t *a = (const uint8_t *)first;
    const uint8_t *b = (const uint8_t *)second;
    uint8_t *out = (uint8_t *)output;
    const int32_t row = p->walk.size[TH_AXES - 1];
    const int32_t step_a = p->walk.first[TH_AXES - 1];
    const int32_t step_b = p->walk.second[TH_AXES - 1];
    th_place place = {0, 0, {0}};
    int32_t at;
    for (at = 0; at < p->walk.elements; at += row) {
        if (p->folded)
            th_rows_folded(p, a + place.first, step_a, b + place.second, step_b, out + at, row);
        else
            th_rows_exact(p, a + place.first, step_a, b + place.second, step_b, out + at, row);
        th_next_row(&p->walk, &place);
    }
}
