/* DEPTHWISE_CONV_2D, int8, by CMSIS-NN: input [N, H, W, C], output [N, H, W, C]. */
#ifndef TH_CMSIS_DEPTHWISE_S8_H
#define TH_CMSIS_DEPTHWISE_S8_H

#include <stdint.h>

typedef struct {
    int32_t batches;
    int32_t in_height, in_width, in_depth;
    int32_t out_height, out_width, out_depth; /* out_depth: a multiple of in_depth */
    int32_t height, width;                    /* of the window */
    int32_t stride_height, stride_width;
    int32_t dilation_height, dilation_width;
    int32_t pad_top, pad_left;
    int32_t input_zero, output_zero;
    int32_t low, high; /* the activation's range */
    int32_t scratch_bytes;
    const int8_t* weights; /* [height, width, out_depth] */
    const int32_t* bias;
    const int32_t* multipliers; /* of each output channel, as TFLM has them */
    const int32_t* shifts;
} th_cmsis_depthwise_s8_params;

/* Answers 0, or what CMSIS-NN says is wrong: then the output is not written. */
int th_cmsis_depthwise_s8(const th_cmsis_depthwise_s8_params* p, const int8_t* input,
                          int8_t* output, void* scratch);

#endif
