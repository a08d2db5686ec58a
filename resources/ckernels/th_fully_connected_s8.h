/* FULLY_CONNECTED, int8: rows of `depth` inputs, rows of `outputs` outputs. */
#ifndef TH_FULLY_CONNECTED_S8_H
#define TH_FULLY_CONNECTED_S8_H

#include "th_channel.h"

typedef struct {
    int32_t rows;
    int32_t depth;
    int32_t outputs;
    int32_t folded;
    int32_t low, high; /* the activation's range */
    /* Four int8 to a word; word w of outputs 4c to 4c + 3 side by side, then word w + 1. Zeros
       beyond the depth and the last output. */
    const uint32_t* weights;
    const th_channel* channels;
} th_fully_connected_s8_params;

void th_fully_connected_s8(const th_fully_connected_s8_params* p, const int8_t* input,
                           int8_t* output);

#endif
