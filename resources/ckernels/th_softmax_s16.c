#include "th_softmax_s16.h"

#include "th_wide.h"

/* A function of int16 by 512 straight lines between 513 points. */
static int32_t th_lines_16(const int16_t* points, int32_t x) {
    const int32_t line = 256 + (x >> 7);
    const int32_t base = points[line];
    const int32_t slope = (int16_t)(points[line + 1] - base);
    return (int16_t)(base + ((slope * (x & 0x7F) + 64) >> 7));
}

static int32_t th_leading_zeros(int32_t x) {
    int32_t zeros = 0;
    while (zeros < 32 && ((uint32_t)x << zeros) < 0x80000000U) ++zeros;
    return zeros;
}

static void th_softmax_row(const th_softmax_s16_params* p, const int16_t* in, int16_t* out) {
    int32_t highest = in[0];
    int32_t sum = 0;
    int32_t scale, shift, c;
    for (c = 1; c < p->depth; ++c)
        if (in[c] > highest) highest = in[c];
    for (c = 0; c < p->depth; ++c) {
        const int32_t scaled = th_requantise(in[c] - highest, p->multiplier, p->shift);
        out[c] =
            (int16_t)th_lines_16(p->exponential, th_saturate_16(th_wrapping_add(scaled, 32767)));
        sum += out[c];
    }
    /* The sum as 2^shift * (1 + x), x from 0 to 1 in steps of 2^-16. */
    shift = 31 - th_leading_zeros(sum);
    {
        const int32_t steps = (int32_t)((((int64_t)sum << (30 - shift)) + (1 << 13)) >> 14);
        scale = th_lines_16(p->inverse, th_saturate_16(steps - ((1 << 15) + (1 << 16))));
    }
    for (c = 0; c < p->depth; ++c)
        out[c] = (int16_t)th_clamp((out[c] * scale + (1 << (shift - 1))) >> shift, 0, 32767);
}

void th_softmax_s16(const th_softmax_s16_params* p, const void* input, void* output) {
    const int16_t* in = (const int16_t*)input;
    int16_t* out = (int16_t*)output;
    int32_t r;
    for (r = 0; r < p->rows; ++r) {
        th_softmax_row(p, in, out);
        in += p->depth;
        out += p->depth;
    }
}
