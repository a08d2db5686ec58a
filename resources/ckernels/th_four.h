/* The sums of up to four output channels of one position, from their biases to their outputs. */
#ifndef TH_FOUR_H
#define TH_FOUR_H

#include "th_channel.h"

typedef struct {
    int32_t a, b, c, d;
} th_four;

/* `left`: channels that there are, 1 or more. */
TH_INLINE th_four th_four_begun(const th_channel* c, int32_t left) {
    th_four sums;
    sums.a = c[0].bias;
    sums.b = left > 1 ? c[1].bias : 0;
    sums.c = left > 2 ? c[2].bias : 0;
    sums.d = left > 3 ? c[3].bias : 0;
    return sums;
}

TH_INLINE void th_four_finish(th_four sums, const th_channel* c, int32_t left, int32_t mode,
                              int32_t low, int32_t high, int8_t* out) {
    out[0] = th_finish(sums.a, c[0], mode, low, high);
    if (left > 1) out[1] = th_finish(sums.b, c[1], mode, low, high);
    if (left > 2) out[2] = th_finish(sums.c, c[2], mode, low, high);
    if (left > 3) out[3] = th_finish(sums.d, c[3], mode, low, high);
}

/* The products of an unpacked word of the input, [0] and [2] and [1] and [3], with that word of two
   channels, and of four; the weights behind it. */
TH_INLINE const uint32_t* th_four_low(uint32_t even, uint32_t odd, const uint32_t* weights,
                                      th_four* sums) {
    uint32_t w, v;
    weights = th_load_pair(weights, &w, &v);
    sums->a = th_dot2(even, th_even(w), sums->a);
    sums->a = th_dot2(odd, th_odd(w), sums->a);
    sums->b = th_dot2(even, th_even(v), sums->b);
    sums->b = th_dot2(odd, th_odd(v), sums->b);
    return weights;
}

TH_INLINE const uint32_t* th_four_high(uint32_t even, uint32_t odd, const uint32_t* weights,
                                       th_four* sums) {
    uint32_t w, v;
    weights = th_load_pair(weights, &w, &v);
    sums->c = th_dot2(even, th_even(w), sums->c);
    sums->c = th_dot2(odd, th_odd(w), sums->c);
    sums->d = th_dot2(even, th_even(v), sums->d);
    sums->d = th_dot2(odd, th_odd(v), sums->d);
    return weights;
}

#endif
