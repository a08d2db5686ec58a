/* Sums of products of rows that lie anywhere, wrapping around. */
#ifndef TH_DOT_H
#define TH_DOT_H

#include "th_dsp.h"

/* sum + a[0] * b[0] + ... of int8. */
TH_INLINE int32_t th_dot_bytes(const int8_t* a, const int8_t* b, int32_t count, int32_t sum) {
    for (; count >= 8; count -= 8) {
        const uint32_t x = th_load32(a);
        const uint32_t y = th_load32(b);
        const uint32_t next_x = th_load32(a + 4);
        const uint32_t next_y = th_load32(b + 4);
        sum = th_dot2(th_even(x), th_even(y), sum);
        sum = th_dot2(th_odd(x), th_odd(y), sum);
        sum = th_dot2(th_even(next_x), th_even(next_y), sum);
        sum = th_dot2(th_odd(next_x), th_odd(next_y), sum);
        a += 8;
        b += 8;
    }
    for (; count > 0; --count) sum = th_wrapping_add(sum, *a++ * *b++);
    return sum;
}

/* The same of int16. */
TH_INLINE int32_t th_dot_words(const int16_t* a, const int16_t* b, int32_t count, int32_t sum) {
    for (; count >= 4; count -= 4) {
        sum = th_dot2(th_load32(a), th_load32(b), sum);
        sum = th_dot2(th_load32(a + 2), th_load32(b + 2), sum);
        a += 4;
        b += 4;
    }
    for (; count > 0; --count) sum = th_wrapping_add(sum, *a++ * *b++);
    return sum;
}

/* The last bytes of a row whose length is no multiple of 4; zeros behind them. */
TH_INLINE uint32_t th_load_some(const int8_t* from, int32_t bytes) {
    uint32_t word = 0;
    int32_t i;
    for (i = 0; i < bytes; ++i) word |= (uint32_t)(uint8_t)from[i] << (8 * i);
    return word;
}

/* Four rows of int8 against one, whose unpacked numbers are each used four times. The rows lie word
   by word beside each other, with zeros behind their end. */
TH_INLINE const uint32_t* th_four_dots(const uint32_t* rows, const int8_t* b, int32_t count,
                                       int32_t* sums) {
    int32_t s0 = sums[0];
    int32_t s1 = sums[1];
    int32_t s2 = sums[2];
    int32_t s3 = sums[3];
    for (; count > 0; count -= 4, b += 4) {
        const uint32_t y = count >= 4 ? th_load32(b) : th_load_some(b, count);
        const uint32_t even = th_even(y);
        const uint32_t odd = th_odd(y);
        uint32_t x, z;
        rows = th_load_pair(rows, &x, &z);
        s0 = th_dot2(th_odd(x), odd, th_dot2(th_even(x), even, s0));
        s1 = th_dot2(th_odd(z), odd, th_dot2(th_even(z), even, s1));
        rows = th_load_pair(rows, &x, &z);
        s2 = th_dot2(th_odd(x), odd, th_dot2(th_even(x), even, s2));
        s3 = th_dot2(th_odd(z), odd, th_dot2(th_even(z), even, s3));
    }
    sums[0] = s0;
    sums[1] = s1;
    sums[2] = s2;
    sums[3] = s3;
    return rows;
}

#endif
