/* Arithmetic of floats that the kernels share: every sum in the order in which it is written. */
#ifndef TH_REAL_H
#define TH_REAL_H

#include <math.h>

#include "th_common.h"

TH_INLINE float th_dot_f32(const float* a, const float* b, int32_t count) {
    float sum = 0.0f;
    int32_t i;
    for (i = 0; i < count; ++i) sum += a[i] * b[i];
    return sum;
}

/* Not a number stays what it is. */
TH_INLINE float th_clamp_f32(float x, float low, float high) {
    const float raised = x < low ? low : x;
    return high < raised ? high : raised;
}

TH_INLINE float th_logistic_real(float x) {
    /* Beyond, there is no sum, which would round to 1. */
    if (x > 16.619047164916992188f) return 1.0f;
    if (x < -9.0f) return expf(x);
    return 1.0f / (1.0f + expf(-x));
}

#endif
