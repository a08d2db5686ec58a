#include "th_signal_pcan.h"

#include "th_signal_bits.h"

/* A parabola for every power of two, each three entries of the table of 125. */
static int16_t th_gain(uint32_t x, const int16_t* table) {
    int64_t result;
    int32_t bits, fraction;
    if (x <= 2) return table[x];
    bits = th_bit_width(x);
    fraction =
        (int32_t)((bits < 11 ? x << (uint32_t)(11 - bits) : x >> (uint32_t)(bits - 11)) & 0x3FFU);
    table += 4 * bits - 6;
    result = ((table[2] * fraction) >> 5) + (int64_t)table[1] * 32;
    result = (int32_t)(uint32_t)(uint64_t)(result * fraction);
    return (int16_t)(((result + (1 << 14)) >> 15) + table[0]);
}

/* x^2 / 4 up to 2 and x - 1 above, where x has 12 bits of fraction and the result has 6. */
static uint32_t th_shrunk(uint32_t x) {
    return x < (2U << 12) ? (x * x) >> 20 : (x >> 6) - (1U << 6);
}

void th_signal_pcan(const th_signal_pcan_params* p, const void* input, const void* noise,
                    const void* gains, void* output) {
    const uint32_t* in = (const uint32_t*)input;
    const uint32_t* estimate = (const uint32_t*)noise;
    uint32_t* out = (uint32_t*)output;
    int32_t c;
    for (c = 0; c < p->channels; ++c) {
        const uint32_t gain = (uint32_t)(int32_t)th_gain(estimate[c], (const int16_t*)gains);
        out[c] = th_shrunk((uint32_t)(((uint64_t)in[c] * gain) >> (uint32_t)p->shift));
    }
}
