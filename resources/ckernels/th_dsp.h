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

/* The low halves of two words side by side, the first in the lowest bits; the high halves. */
TH_INLINE uint32_t th_low_halves(uint32_t a, uint32_t b) {
    uint32_t both;
    __asm__("pkhbt %0, %1, %2, lsl #16" : "=r"(both) : "r"(a), "r"(b));
    return both;
}
TH_INLINE uint32_t th_high_halves(uint32_t a, uint32_t b) {
    uint32_t both;
    __asm__("pkhtb %0, %2, %1, asr #16" : "=r"(both) : "r"(a), "r"(b));
    return both;
}

/* sum + a half of a times a half of b: low and low, low and high, high and low, high and high. */
TH_INLINE int32_t th_low_low(uint32_t a, uint32_t b, int32_t sum) {
    int32_t result;
    __asm__("smlabb %0, %1, %2, %3" : "=r"(result) : "r"(a), "r"(b), "r"(sum));
    return result;
}
TH_INLINE int32_t th_low_high(uint32_t a, uint32_t b, int32_t sum) {
    int32_t result;
    __asm__("smlabt %0, %1, %2, %3" : "=r"(result) : "r"(a), "r"(b), "r"(sum));
    return result;
}
TH_INLINE int32_t th_high_low(uint32_t a, uint32_t b, int32_t sum) {
    int32_t result;
    __asm__("smlatb %0, %1, %2, %3" : "=r"(result) : "r"(a), "r"(b), "r"(sum));
    return result;
}
TH_INLINE int32_t th_high_high(uint32_t a, uint32_t b, int32_t sum) {
    int32_t result;
    __asm__("smlatt %0, %1, %2, %3" : "=r"(result) : "r"(a), "r"(b), "r"(sum));
    return result;
}

/* a * b / 2^32, rounded to nearest, halves upwards. */
TH_INLINE int32_t th_high_mul(int32_t a, int32_t b) {
    int32_t result;
    __asm__("smmulr %0, %1, %2" : "=r"(result) : "r"(a), "r"(b));
    return result;
}

/* The same and a number to it; wraps around. */
TH_INLINE int32_t th_high_mul_add(int32_t a, int32_t b, int32_t to) {
    int32_t result;
    __asm__("smmlar %0, %1, %2, %3" : "=r"(result) : "r"(a), "r"(b), "r"(to));
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
typedef uint64_t __attribute__((__may_alias__)) th_pair_in_memory;
TH_INLINE void th_read_pair(const uint32_t* from, uint32_t* first, uint32_t* second) {
    uint32_t a, b;
    __asm__("ldrd %0, %1, %2" : "=r"(a), "=r"(b) : "m"(*(const th_pair_in_memory*)from));
    *first = a;
    *second = b;
}
TH_INLINE void th_write_pair(uint32_t* to, uint32_t first, uint32_t second) {
    __asm__("strd %1, %2, %0" : "=m"(*(th_pair_in_memory*)to) : "r"(first), "r"(second));
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

TH_INLINE uint32_t th_low_halves(uint32_t a, uint32_t b) { return (a & 0xFFFFU) | (b << 16); }
TH_INLINE uint32_t th_high_halves(uint32_t a, uint32_t b) { return (a >> 16) | (b & 0xFFFF0000U); }

TH_INLINE int32_t th_low_low(uint32_t a, uint32_t b, int32_t sum) {
    return th_wrapping_add(sum, (int16_t)(a & 0xFFFFU) * (int16_t)(b & 0xFFFFU));
}
TH_INLINE int32_t th_low_high(uint32_t a, uint32_t b, int32_t sum) {
    return th_low_low(a, b >> 16, sum);
}
TH_INLINE int32_t th_high_low(uint32_t a, uint32_t b, int32_t sum) {
    return th_low_low(a >> 16, b, sum);
}
TH_INLINE int32_t th_high_high(uint32_t a, uint32_t b, int32_t sum) {
    return th_low_low(a >> 16, b >> 16, sum);
}

TH_INLINE int32_t th_high_mul(int32_t a, int32_t b) {
    return (int32_t)(((int64_t)a * b + ((int64_t)1 << 31)) >> 32);
}

TH_INLINE int32_t th_high_mul_add(int32_t a, int32_t b, int32_t to) {
    return th_wrapping_add(th_high_mul(a, b), to);
}

TH_INLINE int32_t th_saturate8(int32_t x) { return th_clamp(x, -128, 127); }

TH_INLINE const uint32_t* th_load_pair(const uint32_t* from, uint32_t* first, uint32_t* second) {
    *first = from[0];
    *second = from[1];
    return from + 2;
}
TH_INLINE void th_read_pair(const uint32_t* from, uint32_t* first, uint32_t* second) {
    *first = from[0];
    *second = from[1];
}
TH_INLINE void th_write_pair(uint32_t* to, uint32_t first, uint32_t second) {
    to[0] = first;
    to[1] = second;
}

#endif

#endif
