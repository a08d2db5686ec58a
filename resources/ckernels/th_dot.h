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

/* Four rows of int8 against one: each unpacked number of that one is used four times. */
TH_INLINE void th_four_dots(const int8_t* const* rows, int32_t first, const int8_t* b,
                            int32_t count, int32_t* sums) {
    const int8_t* r0 = rows[0] + first;
    const int8_t* r1 = rows[1] + first;
    const int8_t* r2 = rows[2] + first;
    const int8_t* r3 = rows[3] + first;
    int32_t s0 = sums[0];
    int32_t s1 = sums[1];
    int32_t s2 = sums[2];
    int32_t s3 = sums[3];
    int32_t i = 0;
    for (; i + 4 <= count; i += 4) {
        const uint32_t y = th_load32(b + i);
        const uint32_t even = th_even(y);
        const uint32_t odd = th_odd(y);
        const uint32_t x0 = th_load32(r0 + i);
        const uint32_t x1 = th_load32(r1 + i);
        const uint32_t x2 = th_load32(r2 + i);
        const uint32_t x3 = th_load32(r3 + i);
        s0 = th_dot2(th_odd(x0), odd, th_dot2(th_even(x0), even, s0));
        s1 = th_dot2(th_odd(x1), odd, th_dot2(th_even(x1), even, s1));
        s2 = th_dot2(th_odd(x2), odd, th_dot2(th_even(x2), even, s2));
        s3 = th_dot2(th_odd(x3), odd, th_dot2(th_even(x3), even, s3));
    }
    for (; i < count; ++i) {
        s0 = th_wrapping_add(s0, r0[i] * b[i]);
        s1 = th_wrapping_add(s1, r1[i] * b[i]);
        s2 = th_wrapping_add(s2, r2[i] * b[i]);
        s3 = th_wrapping_add(s3, r3[i] * b[i]);
    }
    sums[0] = s0;
    sums[1] = s1;
    sums[2] = s2;
    sums[3] = s3;
}

#endif
