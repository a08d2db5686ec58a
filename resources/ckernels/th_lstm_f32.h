/* UNIDIRECTIONAL_SEQUENCE_LSTM of floats. */
#ifndef TH_LSTM_F32_H
#define TH_LSTM_F32_H

#include "th_common.h"

typedef struct {
    int32_t batches, steps, inputs, units;
    int32_t is_time_major;
    const float* biases; /* by gate (input, forget, cell, output) and unit */
    float clip;          /* of the cell state; 0: none */
} th_lstm_f32_params;

/* Weights of input, forget, cell and output gate, first those of the input [units, inputs], then
   those of the hidden state [units, units]. `next` is as large as one hidden state. */
void th_lstm_f32(const th_lstm_f32_params* p, const void* input, const void* input_weights,
                 const void* forget_weights, const void* cell_weights, const void* output_weights,
                 const void* input_recurrent, const void* forget_recurrent,
                 const void* cell_recurrent, const void* output_recurrent, void* hidden, void* cell,
                 void* output, void* next);

#endif
