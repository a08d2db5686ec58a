/* UNIDIRECTIONAL_SEQUENCE_LSTM of int16 with int8 weights: see th_lstm_s8.h. */
#ifndef TH_LSTM_S16_H
#define TH_LSTM_S16_H

#include "th_lstm_cell.h"

typedef struct {
    int32_t batches, steps, inputs, units;
    int32_t is_time_major;
    int32_t input_zero;
    /* Of input, forget, cell and output gate: over the input, then over the hidden state. With
       multipliers of 16 bits. */
    const th_lstm_sum* sums;
    const int64_t* biases; /* by gate and unit */
    const uint16_t* table; /* th_sigmoid_16.h */
    th_lstm_cell cell;
} th_lstm_s16_params;

/* Weights of input, forget, cell and output gate, first those of the input [units, inputs], then
   those of the hidden state [units, units]. `next` is as large as one hidden state. */
void th_lstm_s16(const th_lstm_s16_params* p, const void* input, const void* input_weights,
                 const void* forget_weights, const void* cell_weights, const void* output_weights,
                 const void* input_recurrent, const void* forget_recurrent,
                 const void* cell_recurrent, const void* output_recurrent, void* hidden, void* cell,
                 void* output, void* next);

#endif
