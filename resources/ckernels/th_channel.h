/* From the 32-bit sum of an output channel to its int8 value. */
#ifndef TH_CHANNEL_H
#define TH_CHANNEL_H

#include "th_dsp.h"

/* What the exporter has worked out for one output channel. The input's zero point times the sum of
   the channel's weights is part of the bias. */
typedef struct {
    int32_t bias;
    int32_t multiplier;
    int32_t shift; /* folded: to the right, at least 1; otherwise as th_requantise has it */
    int32_t round; /* folded: half of 2^shift, and the zero point times 2^shift; otherwise the
                      zero point */
} th_channel;

/* The product and both roundings of th_requantise in five instructions. The exporter asks for it
   where no sum of the layer reaches 2^30 and the factor is below a half. */
TH_INLINE int32_t th_finish_folded(int32_t sum, int32_t multiplier, int32_t shift, int32_t round) {
    const int32_t product = th_high_mul(th_wrapping_shift(sum, 1), multiplier);
    return (product + (product >> 31) + round) >> shift;
}

/* The same in four instructions, for twice the multiplier as an int32: since that is at least 2^31,
   it becomes 2^32 less, and the sum itself makes up for it. The sum's sign stands for the
   product's: where a product of -1/2 becomes 0, one less than half of 2^shift makes no difference.
   A multiplier of 0 needs sums of 0. */
TH_INLINE int32_t th_finish_doubled(int32_t sum, int32_t doubled, int32_t shift, int32_t round) {
    const int32_t rest = th_wrapping_add(th_wrapping_add(sum, sum >> 31), round);
    return th_high_mul_add(sum, doubled, rest) >> shift;
}

TH_INLINE int32_t th_finish_exact(int32_t sum, int32_t multiplier, int32_t shift, int32_t zero) {
    return th_wrapping_add(th_requantise(sum, multiplier, shift), zero);
}

/* How a layer's sums become outputs; a constant wherever th_finish is inlined. */
enum { TH_EXACT = 0, TH_FOLDED = 1, TH_FOLDED_FULL = 2 /* and the activation keeps all of int8 */ };

TH_INLINE int32_t th_mode(int32_t folded, int32_t low, int32_t high) {
    if (!folded) return TH_EXACT;
    return low <= -128 && high >= 127 ? TH_FOLDED_FULL : TH_FOLDED;
}

TH_INLINE int8_t th_finish(int32_t sum, th_channel c, int32_t mode, int32_t low, int32_t high) {
    int32_t x = mode == TH_EXACT ? th_finish_exact(sum, c.multiplier, c.shift, c.round)
                                 : th_finish_folded(sum, c.multiplier, c.shift, c.round);
    x = th_saturate8(x);
    if (mode != TH_FOLDED_FULL) x = th_clamp(x, low, high);
    return (int8_t)x;
}

#endif
