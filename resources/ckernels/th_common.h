/* Types, fixed-point arithmetic and packed 8-bit arithmetic that the kernels share. C99. */
#ifndef TH_COMMON_H
#define TH_COMMON_H

#include <stdint.h>
#include <string.h>

#if defined(__ARM_FEATURE_DSP) && (defined(__GNUC__) || defined(__clang__)) && defined(__thumb2__)
#define TH_DSP 1
#else
#define TH_DSP 0
#endif

#if defined(__GNUC__) || defined(__clang__)
#define TH_INLINE static inline __attribute__((always_inline))
#else
#define TH_INLINE static inline
#endif

/* Four int8 values (or two int16) of any alignment, the first in the lowest bits. */
TH_INLINE uint32_t th_load32(const void* from) {
    uint32_t word;
    memcpy(&word, from, sizeof word);
    return word;
}

TH_INLINE void th_store32(void* to, uint32_t word) { memcpy(to, &word, sizeof word); }

/* Sums wrap around as on every target, without C's undefined overflow. */
TH_INLINE int32_t th_wrapping_add(int32_t a, int32_t b) {
    return (int32_t)((uint32_t)a + (uint32_t)b);
}

TH_INLINE int32_t th_wrapping_sub(int32_t a, int32_t b) {
    return (int32_t)((uint32_t)a - (uint32_t)b);
}

TH_INLINE int32_t th_wrapping_shift(int32_t x, int32_t left) {
    return (int32_t)((uint32_t)x << (uint32_t)left);
}

/* Right shifts of negative numbers are arithmetic in every compiler that these kernels meet; C99
   leaves it to them. */

/* a * b / 2^31, rounded to nearest, halves upwards; the one product that overflows is saturated. */
TH_INLINE int32_t th_doubling_high_mul(int32_t a, int32_t b) {
    if (a == b && a == INT32_MIN) return INT32_MAX;
    return (int32_t)(((int64_t)a * b + ((int64_t)1 << 30)) >> 31);
}

/* x / 2^exponent, rounded to nearest, halves away from zero; 0 <= exponent <= 31. */
TH_INLINE int32_t th_rounding_shift(int32_t x, int32_t exponent) {
    const uint32_t mask = ((uint32_t)1 << (uint32_t)exponent) - 1U;
    const uint32_t threshold = (mask >> 1) + (x < 0 ? 1U : 0U);
    return (x >> exponent) + (((uint32_t)x & mask) > threshold ? 1 : 0);
}

/* x * multiplier * 2^(shift - 31), rounded twice; -31 <= shift <= 31. A multiplier is never
   INT32_MIN, so the first product does not overflow. */
TH_INLINE int32_t th_requantise(int32_t x, int32_t multiplier, int32_t shift) {
    int64_t product;
    if (shift > 0) {
        x = th_wrapping_shift(x, shift);
        shift = 0;
    }
    product = (int64_t)x * multiplier + ((int64_t)1 << 30);
    return th_rounding_shift((int32_t)(product >> 31), -shift);
}

TH_INLINE int32_t th_clamp(int32_t x, int32_t low, int32_t high) {
    return x < low ? low : (x > high ? high : x);
}

#endif
