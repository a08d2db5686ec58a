/* UNIDIRECTIONAL_SEQUENCE_LSTM of int8 with an int16 cell state. Gates take 2^-12
   for their unit and give 2^-15. */
#ifndef TH_LSTM_S8_H
#define TH_LSTM_S8_H

#include "th_lstm_cell.h"

typedef struct {
    int32_t batches, steps, inputs, units;
    int32_t is_time_major;
    /* Of input, forget, cell and output gate: over the input, then over the hidden state. */
    const th_lstm_sum* sums;
    /* By gate and unit: bias and what the zero points of input and hidden state add, one behind the
       other. */
    const int32_t* biases;
    /* By unit: four int8 to a word, a word of each gate side by side, then the next; zeros behind
       the last. */
    const uint32_t* input_weights;
    const uint32_t* hidden_weights;
    const uint16_t* table; /* th_sigmoid_16.h */
    th_lstm_cell cell;
} th_lstm_s8_params;

/* `next` is as large as one hidden state. */
void th_lstm_s8(const th_lstm_s8_params* p, const void* input, void* hidden, void* cell,
                void* output, void* next);

#endif
