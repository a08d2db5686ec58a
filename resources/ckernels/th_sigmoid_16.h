/* Logistic function and hyperbolic tangent in 16 bits, between the points of a table: 65536 / (1 +
   e^(-i / 24)) for i from 0 to 255. x has 3 / 2^17 for its unit; results have 2^-15. */
#ifndef TH_SIGMOID_16_H
#define TH_SIGMOID_16_H

#include "th_common.h"

/* The table at x / 2^bits, with as many bits of fraction; `highest` where it ends. */
TH_INLINE uint32_t th_interpolated(const uint16_t* table, int32_t x, uint32_t bits,
                                   uint32_t highest) {
    const uint32_t magnitude = x < 0 ? 0U - (uint32_t)x : (uint32_t)x;
    const uint32_t at = magnitude >> bits;
    uint32_t low, high;
    if (at >= 255U) return highest;
    low = table[at];
    high = table[at + 1U];
    return (low << bits) + (magnitude & ((1U << bits) - 1U)) * (high - low);
}

TH_INLINE int16_t th_logistic_16(const uint16_t* table, int32_t x) {
    const uint32_t result = th_interpolated(table, x, 9U, 0x7FFFU << 10);
    const uint32_t rounded = x >= 0 ? result + (1U << 9) : (1U << 25) - result + (1U << 9) - 1U;
    return (int16_t)(rounded >> 10);
}

TH_INLINE int16_t th_tanh_16(const uint16_t* table, int32_t x) {
    /* tanh x = 2 logistic(2 x) - 1, so the table is passed twice as fast. */
    const int32_t result = (int32_t)th_interpolated(table, x, 8U, 0xFFFFU << 8);
    const int32_t rounded =
        x >= 0 ? result - (1 << 23) + (1 << 7) : (1 << 23) - result + (1 << 7) - 1;
    return (int16_t)(rounded >> 8);
}

#endif
