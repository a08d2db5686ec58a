/* FULLY_CONNECTED, int8, one scale for all weights, by CMSIS-NN: rows of `depth` inputs, rows of
   `outputs` outputs. */
#ifndef TH_CMSIS_FULLY_CONNECTED_S8_H
#define TH_CMSIS_FULLY_CONNECTED_S8_H

#include <stdint.h>

typedef struct {
    int32_t rows;
    int32_t depth;
    int32_t outputs;
    int32_t input_zero, output_zero;
    int32_t low, high; /* the activation's range */
    int32_t multiplier;
    int32_t shift;
    const int8_t* weights; /* [outputs, depth] */
    const int32_t* bias;
} th_cmsis_fully_connected_s8_params;

/* Answers 0, or what CMSIS-NN says is wrong: then the output is not written. */
int th_cmsis_fully_connected_s8(const th_cmsis_fully_connected_s8_params* p, const int8_t* input,
                                int8_t* output);

#endif
