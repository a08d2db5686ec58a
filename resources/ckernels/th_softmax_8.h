/* SOFTMAX of int8 or uint8, over the last axis. */
#ifndef TH_SOFTMAX_8_H
#define TH_SOFTMAX_8_H

#include "th_common.h"

typedef struct {
    int32_t rows, depth;
    int32_t in_flip, out_flip; /* 0x80 for uint8 */
    int32_t bits;              /* of the output: 8 or 16 */
    int32_t entries;
    /* e^-x in steps of 2^-31, by how far an input is below the greatest; beyond: nothing. */
    const int32_t* exponentials;
} th_softmax_8_params;

void th_softmax_8(const th_softmax_8_params* p, const void* input, void* output);

#endif
