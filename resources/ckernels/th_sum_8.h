/* ADD and SUB of int8 or uint8. */
#ifndef TH_SUM_8_H
#define TH_SUM_8_H

#include "th_walk.h"

typedef struct {
    th_walk walk;
    int32_t flip;   /* 0x80 for uint8, whose zero points and range are 128 lower then; or 0 */
    int32_t folded; /* no shift is to the left, or by over 29 to the right */
    int32_t first_zero, first_multiplier, first_shift;
    int32_t second_zero, second_multiplier, second_shift;
    int32_t output_zero, output_multiplier, output_shift;
    int32_t low, high; /* of the output, as int8 */
    int32_t is_difference;
} th_sum_8_params;

void th_sum_8(const th_sum_8_params* p, const void* first, const void* second, void* output);

#endif
