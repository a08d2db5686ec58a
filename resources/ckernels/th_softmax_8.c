#include "th_softmax_8.h"

static int32_t th_value(const th_softmax_8_params *p, uint8_t byte) {
    return (int8_t)(uint8_t)(byte ^ (uint8_t)p->in_flip);
}

/* x * 2^exponent, saturated. */
static int32_t th_scaled_up(int32_t x, int32_t exponent) {
    const int32_t most = (int32_t)(INT32_MAX >> exponent);
    if (x > most) return INT32_MAX;
    if (x < -most - 1) return INT32_MIN;
    return th_wrapping_shift(x, exponent);
}

/* 1 / (1 + x) in steps of 2^-31, x from 0 to 1 likewise: three rounds of Newton and Raphson. */
static int32_t th_one_over_one_plus(int32_t x) {
    const int64_t twice = (int64_t)x + INT32_MAX;
    const int32_t half = (int32_t)((twice + 1) / 2);
    int32_t y = th_wrapping_add(1515870810, th_doubling_high_mul(half, -1010580540));
    int32_t i;
    for (i = 0; i < 3; ++i) {
        const int32_t product = th_doubling_high_mul(half, y);
        const int32_t rest = th_wrapping_add(1 << 29, -product);
        y = th_wrapping_add(y, th_scaled_up(th_doubling_high_mul(y, rest), 2));
    }
    return th_scaled_up(y, 1);
}

static void th_softmax_row(const th_softmax_8_params *p, const uint8_t *in, void *output,
                           int32_t at) {
    int32_t most = -128;
    int32_t sum = 0;
    int32_t zeros = 0;
    int32_t inverse, shift, c;
    const int32_t lowest = p->bits == 8 ? -128 : -32768;
    for (c = 0; c < p->depth; ++c) {
        const int32_t value = th_value(p, in[c]);
        if (value > most) most = value;
    }
    for (c = 0; c < p->depth; ++c) {
        const int32_t below = most - th_value(p, in[c]);
        if (below < p->entries)
            sum = th_wrapping_add(sum, th_rounding_shift(p->exponentials[below], 12));
    }
    while (zeros < 31 && ((uint32_t)sum << zeros) < 0x80000000U) ++zeros;
    inverse = th_one_over_one_plus((int32_t)(((uint32_t)sum << zeros) - 0x80000000U));
    shift = 12 - zeros + 31 - p->bits;
    if (shift < 0) shift = 0;
    if (shift > 31) shift = 31;
    for (c = 0; c < p->depth; ++c) {
        const int32_t below = most - th_value(p, in[c]);
        int32_t result = lowest;
        if (below < p->entries)
            result += th_rounding_shift(th_doubling_high_mul(inverse, p->exponentials[below]),
                                        shift);
        result = th_clamp(result, lowest, -lowest - 1);
        if (p->bits == 8)
            ((uint8_t *)output)[at + c] = (uint8_t)((uint32_t)result ^ (uint32_t)p->out_flip);
        else
            ((int16_t *)output)[at + c] = (int16_t)result;
    }
}

void th_softmax_8(const th_softmax_8_params *p, const void *input, void *output) {
    const uint8_t *in = (const uint8_t *)input;
    int32_t row;
    for (row = 0; row < p->rows; ++row)
        th_softmax_row(p, in + row * p->depth, output, row * p->depth);
}
