/* Fractions of 2^31 for th_fourier.h: products rounded, sums without what does not fit. */
#ifndef TH_SAMPLE_S32_H
#define TH_SAMPLE_S32_H

#include "th_common.h"

typedef int32_t th_sample;

TH_INLINE int32_t th_add(int32_t a, int32_t b) { return th_wrapping_add(a, b); }
TH_INLINE int32_t th_subtract(int32_t a, int32_t b) { return th_wrapping_sub(a, b); }
TH_INLINE int32_t th_negate(int32_t a) { return th_wrapping_sub(0, a); }
TH_INLINE int32_t th_half(int32_t a) { return a >> 1; }
TH_INLINE int32_t th_half_sum(int32_t a, int32_t b) { return th_wrapping_add(a, b) >> 1; }
TH_INLINE int32_t th_half_difference(int32_t a, int32_t b) { return th_wrapping_sub(a, b) >> 1; }

TH_INLINE uint64_t th_exact(int32_t a, int32_t b) { return (uint64_t)((int64_t)a * b); }
TH_INLINE int32_t th_rounded(uint64_t product) {
    return (int32_t)(uint32_t)((product + ((uint64_t)1 << 30)) >> 31);
}
TH_INLINE int32_t th_multiply(int32_t a, int32_t b) { return th_rounded(th_exact(a, b)); }
TH_INLINE int32_t th_product_sum(int32_t a, int32_t b, int32_t c, int32_t d) {
    return th_rounded(th_exact(a, b) + th_exact(c, d));
}
TH_INLINE int32_t th_product_difference(int32_t a, int32_t b, int32_t c, int32_t d) {
    return th_rounded(th_exact(a, b) - th_exact(c, d));
}
TH_INLINE int32_t th_share(int32_t a, int32_t n) { return th_multiply(a, INT32_MAX / n); }

#endif
