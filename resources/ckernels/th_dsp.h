/* Sums of products of packed 8-bit and 16-bit numbers: one instruction each where the core has the
   DSP extension (Cortex-M4, M7, M33), plain C with the same results elsewhere. */
#ifndef TH_DSP_H
#define TH_DSP_H

#include "th_common.h"

#if TH_DSP

/* Bytes 0 and 2 of a word, sign-extended to its two halves; bytes 1 and 3. */
TH_INLINE uint32_t th_even(uint32_t word) {
    uint32_t halves;
    __asm__("sxtb16 %0, %1" : "=r"(halves) : "r"(word));
    return halves;
}
TH_INLINE uint32_t th_odd(uint32_t word) {
    uint32_t halves;
    __asm__("sxtb16 %0, %1, ror #8" : "=r"(halves) : "r"(word));
    return halves;
}

/* sum + low * low + high * high, of signed halves; wraps around. */
TH_INLINE int32_t th_dot2(uint32_t a, uint32_t b, int32_t sum) {
    int32_t result;
    __asm__("smlad %0, %1, %2, %3" : "=r"(result) : "r"(a), "r"(b), "r"(sum));
    return result;
}

/* a * b / 2^32, rounded to nearest, halves upwards. */
TH_INLINE int32_t th_high_mul(int32_t a, int32_t b) {
    int32_t result;
    __asm__("smmulr %0, %1, %2" : "=r"(result) : "r"(a), "r"(b));
    return result;
}

/* The nearest number that an int8 holds. */
TH_INLINE int32_t th_saturate8(int32_t x) {
    int32_t result;
    __asm__("ssat %0, #8, %1" : "=r"(result) : "r"(x));
    return result;
}

/* Two words from a table that lies on 4 bytes. */
TH_INLINE const uint32_t* th_load_pair(const uint32_t* from, uint32_t* first, uint32_t* second) {
    uint32_t a, b;
    __asm__("ldrd %0, %1, [%2], #8" : "=&r"(a), "=&r"(b), "+r"(from) : : "memory");
    *first = a;
    *second = b;
    return from;
}

#else

TH_INLINE uint32_t th_even(uint32_t word) {
    const int32_t low = (int8_t)(word & 0xFFU);
    const int32_t high = (int8_t)((word >> 16) & 0xFFU);
    return ((uint32_t)low & 0xFFFFU) | ((uint32_t)high << 16);
}
TH_INLINE uint32_t th_odd(uint32_t word) { return th_even(word >> 8); }

TH_INLINE int32_t th_dot2(uint32_t a, uint32_t b, int32_t sum) {
    const int32_t low = (int16_t)(a & 0xFFFFU) * (int16_t)(b & 0xFFFFU);
    const int32_t high = (int16_t)(a >> 16) * (int16_t)(b >> 16);
    return th_wrapping_add(th_wrapping_add(sum, low), high);
}

TH_INLINE int32_t th_high_mul(int32_t a, int32_t b) {
    return (int32_t)(((int64_t)a * b + ((int64_t)1 << 31)) >> 32);
}

TH_INLINE int32_t th_saturate8(int32_t x) { return th_clamp(x, -128, 127); }

TH_INLINE const uint32_t* th_load_pair(const uint32_t* from, uint32_t* first, uint32_t* second) {
    *first = from[0];
    *second = from[1];
    return from + 2;
}

#endif

#endif
