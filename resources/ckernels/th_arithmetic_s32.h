/* ADD, SUB, MUL and DIV of int32, whose results wrap around. No divisor is 0. */
#ifndef TH_ARITHMETIC_S32_H
#define TH_ARITHMETIC_S32_H

#include "th_walk.h"

enum { TH_SUM = 0, TH_DIFFERENCE = 1, TH_PRODUCT = 2, TH_QUOTIENT = 3 };

typedef struct {
    th_walk walk;
    int32_t kind;
    int32_t low, high; /* of the output */
} th_arithmetic_s32_params;

void th_arithmetic_s32(const th_arithmetic_s32_params* p, const void* first, const void* second,
                       void* output);

#endif
