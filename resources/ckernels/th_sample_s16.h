/* Fractions of 2^15 for th_fourier.h: products rounded, sums without what does not fit. */
#ifndef TH_SAMPLE_S16_H
#define TH_SAMPLE_S16_H

#include "th_common.h"

typedef int16_t th_sample;

TH_INLINE int16_t th_add(int16_t a, int16_t b) { return (int16_t)(a + b); }
TH_INLINE int16_t th_subtract(int16_t a, int16_t b) { return (int16_t)(a - b); }
TH_INLINE int16_t th_negate(int16_t a) { return (int16_t)-a; }
TH_INLINE int16_t th_half(int16_t a) { return (int16_t)(a >> 1); }
TH_INLINE int16_t th_half_sum(int16_t a, int16_t b) { return (int16_t)((a + b) >> 1); }
TH_INLINE int16_t th_half_difference(int16_t a, int16_t b) { return (int16_t)((a - b) >> 1); }

TH_INLINE int16_t th_rounded(int32_t product) {
    return (int16_t)(th_wrapping_add(product, 1 << 14) >> 15);
}
TH_INLINE int16_t th_multiply(int16_t a, int16_t b) { return th_rounded(a * b); }
TH_INLINE int16_t th_product_sum(int16_t a, int16_t b, int16_t c, int16_t d) {
    return th_rounded(th_wrapping_add(a * b, c * d));
}
TH_INLINE int16_t th_product_difference(int16_t a, int16_t b, int16_t c, int16_t d) {
    return th_rounded(th_wrapping_sub(a * b, c * d));
}
TH_INLINE int16_t th_share(int16_t a, int32_t n) { return th_rounded(a * (INT16_MAX / n)); }

#endif
