/* What some of the inputs contribute to a FULLY_CONNECTED of int8: sums of int32, to which the next
   slice of inputs adds. th_conv_end_s8_row makes the output of them. */
#ifndef TH_FULLY_CONNECTED_PART_S8_H
#define TH_FULLY_CONNECTED_PART_S8_H

#include "th_common.h"

typedef struct {
    int32_t depth; /* of the slice */
    int32_t outputs;
    const uint32_t* weights; /* see th_fully_connected_s8.h */
} th_fully_connected_part_s8_params;

/* sums: one for each output, may be `before`, which is what earlier slices have added up, or null
   for the first. */
void th_fully_connected_part_s8(const th_fully_connected_part_s8_params* p, const int8_t* input,
                                const int32_t* before, int32_t* sums);

#endif
