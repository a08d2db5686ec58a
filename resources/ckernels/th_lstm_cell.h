/* What the gates of one unit of an LSTM make of its cell state and hidden state. */
#ifndef TH_LSTM_CELL_H
#define TH_LSTM_CELL_H

#include "th_sigmoid_16.h"
#include "th_wide.h"

/* A gate's sum over the input or the hidden state; of weights with a zero point. */
typedef struct {
    int32_t weight_zero, multiplier, shift;
} th_lstm_sum;

typedef struct {
    int32_t forget_multiplier, forget_shift;
    int32_t fresh_multiplier, fresh_shift;
    int32_t out_multiplier, out_shift;
    int32_t hidden_zero;
    int32_t clip;       /* of the cell state; negative: none */
    int32_t tanh_shift; /* from the cell state to the table's unit */
} th_lstm_cell;

TH_INLINE int16_t th_next_cell(const th_lstm_cell* c, int32_t before, int32_t forget, int32_t enter,
                               int32_t candidate) {
    const int32_t kept =
        th_saturate_16(th_requantise(forget * before, c->forget_multiplier, c->forget_shift));
    const int32_t added =
        th_saturate_16(th_requantise(enter * candidate, c->fresh_multiplier, c->fresh_shift));
    const int16_t after = th_saturate_16(kept + added);
    return c->clip >= 0 ? (int16_t)th_clamp(after, -c->clip, c->clip) : after;
}

/* Still to be cut off where its type ends. */
TH_INLINE int32_t th_next_hidden(const th_lstm_cell* c, const uint16_t* table, int32_t cell,
                                 int32_t leave) {
    const int32_t x = c->tanh_shift >= 0
                          ? cell * (3 << c->tanh_shift)
                          : (cell * 3 + (1 << (-c->tanh_shift - 1))) >> -c->tanh_shift;
    const int32_t product = th_tanh_16(table, x) * leave;
    return th_wrapping_add(th_requantise(product, c->out_multiplier, c->out_shift), c->hidden_zero);
}

#endif
