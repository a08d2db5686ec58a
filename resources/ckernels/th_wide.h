/* Sums of 16-bit inputs, which are 64 bits wide, and what brings them back. */
#ifndef TH_WIDE_H
#define TH_WIDE_H

#include "th_common.h"

TH_INLINE int16_t th_saturate_16(int32_t x) { return (int16_t)th_clamp(x, INT16_MIN, INT16_MAX); }

/* The lower 32 bits. */
TH_INLINE int32_t th_narrowed(int64_t x) { return (int32_t)(uint32_t)(uint64_t)x; }

/* x * multiplier / 2^shift, rounded once; a multiplier of 16 bits, 1 <= shift <= 62. */
TH_INLINE int32_t th_requantise_wide(int64_t x, int32_t multiplier, int32_t shift) {
    const uint64_t product = (uint64_t)x * (uint64_t)(int64_t)multiplier;
    const int64_t rounded = (int64_t)(product + ((uint64_t)1 << (uint32_t)(shift - 1)));
    return th_narrowed(rounded >> shift);
}

/* One output channel. A wide one has a bias of 64 bits, whose lower half comes first, a multiplier
   of 16 and is rounded once; another one's sums have 32 bits, as in th_requantise. */
typedef struct {
    int32_t is_wide;
    int32_t bias_low, bias_high;
    int32_t multiplier, shift;
    int32_t output_zero;
} th_wide_channel;

TH_INLINE int32_t th_wide_output(const th_wide_channel* c, int64_t sum) {
    const uint64_t bias = ((uint64_t)(uint32_t)c->bias_high << 32) | (uint32_t)c->bias_low;
    const int64_t total = (int64_t)((uint64_t)sum + bias);
    const int32_t scaled = c->is_wide ? th_requantise_wide(total, c->multiplier, c->shift)
                                      : th_requantise(th_narrowed(total), c->multiplier, c->shift);
    return th_wrapping_add(scaled, c->output_zero);
}

/* Of products of 16 and 8 bits with zero points, so many that 32 bits hold their sum. */
TH_INLINE int64_t th_dot_s16(const int16_t* in, int32_t in_zero, const int8_t* weights,
                             int32_t weight_zero, int32_t count) {
    int64_t sum = 0;
    while (count > 0) {
        const int32_t part = count < 64 ? count : 64;
        int32_t partial = 0;
        int32_t i;
        for (i = 0; i < part; ++i) partial += (weights[i] - weight_zero) * (in[i] - in_zero);
        sum += partial;
        in += part;
        weights += part;
        count -= part;
    }
    return sum;
}

#endif
