/* Floats for th_fourier.h. */
#ifndef TH_SAMPLE_F32_H
#define TH_SAMPLE_F32_H

#include "th_common.h"

typedef float th_sample;

TH_INLINE float th_add(float a, float b) { return a + b; }
TH_INLINE float th_subtract(float a, float b) { return a - b; }
TH_INLINE float th_negate(float a) { return -a; }
TH_INLINE float th_half(float a) { return a * 0.5f; }
TH_INLINE float th_half_sum(float a, float b) { return (a + b) * 0.5f; }
TH_INLINE float th_half_difference(float a, float b) { return (a - b) * 0.5f; }
TH_INLINE float th_multiply(float a, float b) { return a * b; }
TH_INLINE float th_product_sum(float a, float b, float c, float d) { return a * b + c * d; }
TH_INLINE float th_product_difference(float a, float b, float c, float d) { return a * b - c * d; }
TH_INLINE float th_share(float a, int32_t n) {
    (void)n;
    return a;
}

#endif
