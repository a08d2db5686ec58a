/* What becomes of sums in MEAN of quantised numbers. */
#ifndef TH_MEAN_H
#define TH_MEAN_H

#include "th_common.h"

typedef struct {
    int32_t zeros; /* the input's zero point, as often as elements become one */
    int32_t multiplier, shift;
    int32_t output_zero;
    int32_t low, high; /* of the output's type */
} th_mean_scale;

TH_INLINE int32_t th_mean_of(const th_mean_scale* s, int32_t sum) {
    const int32_t centred = th_wrapping_sub(sum, s->zeros);
    const int64_t mean = (int64_t)th_requantise(centred, s->multiplier, s->shift) + s->output_zero;
    return mean < s->low ? s->low : (mean > s->high ? s->high : (int32_t)mean);
}

#endif
