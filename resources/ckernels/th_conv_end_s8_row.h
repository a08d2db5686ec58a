/* A row of int8 of the sums that th_conv_part_s8_row has added up. */
#ifndef TH_CONV_END_S8_ROW_H
#define TH_CONV_END_S8_ROW_H

#include "th_channel.h"

typedef struct {
    int32_t width, depth;
    int32_t folded;
    int32_t low, high; /* the activation's range */
    const th_channel* channels;
} th_conv_end_s8_row_params;

/* The output may begin where the sums begin: each is read before its byte is written. */
void th_conv_end_s8_row(const th_conv_end_s8_row_params* p, const int32_t* sums, int8_t* output);

#endif
