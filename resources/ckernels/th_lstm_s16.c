#include "th_lstm_s16.h"

static int32_t th_gate_sum(const th_lstm_sum* s, const int16_t* vector, int32_t vector_zero,
                           const int8_t* weights, int32_t count, int64_t bias) {
    const int64_t sum = th_dot_s16(vector, vector_zero, weights, s->weight_zero, count);
    const int64_t total = (int64_t)((uint64_t)sum + (uint64_t)bias);
    return th_saturate_16(th_requantise_wide(total, s->multiplier, s->shift));
}

/* One gate of one unit before its function, in the table's unit. */
static int32_t th_gate(const th_lstm_s16_params* p, int32_t gate, int32_t unit,
                       const int8_t* const* weights, const int16_t* input, const int16_t* hidden) {
    const th_lstm_sum* sums = p->sums + 2 * gate;
    const int32_t fresh = th_gate_sum(sums, input, p->input_zero, weights[gate] + unit * p->inputs,
                                      p->inputs, p->biases[gate * p->units + unit]);
    const int32_t old = th_gate_sum(sums + 1, hidden, p->cell.hidden_zero,
                                    weights[4 + gate] + unit * p->units, p->units, 0);
    return 3 * th_saturate_16(fresh + old);
}

void th_lstm_s16(const th_lstm_s16_params* p, const void* input, const void* input_weights,
                 const void* forget_weights, const void* cell_weights, const void* output_weights,
                 const void* input_recurrent, const void* forget_recurrent,
                 const void* cell_recurrent, const void* output_recurrent, void* hidden, void* cell,
                 void* output, void* next) {
    const int8_t* const weights[8] = {
        (const int8_t*)input_weights,   (const int8_t*)forget_weights,
        (const int8_t*)cell_weights,    (const int8_t*)output_weights,
        (const int8_t*)input_recurrent, (const int8_t*)forget_recurrent,
        (const int8_t*)cell_recurrent,  (const int8_t*)output_recurrent};
    const size_t row_bytes = (size_t)p->units * sizeof(int16_t);
    int16_t* fresh = (int16_t*)next;
    int32_t b, t, u;
    for (b = 0; b < p->batches; ++b) {
        int16_t* h = (int16_t*)hidden + b * p->units;
        int16_t* c = (int16_t*)cell + b * p->units;
        for (t = 0; t < p->steps; ++t) {
            const int32_t row = p->is_time_major ? t * p->batches + b : b * p->steps + t;
            const int16_t* in = (const int16_t*)input + row * p->inputs;
            for (u = 0; u < p->units; ++u) {
                const int32_t enter = th_logistic_16(p->table, th_gate(p, 0, u, weights, in, h));
                const int32_t forget = th_logistic_16(p->table, th_gate(p, 1, u, weights, in, h));
                const int32_t candidate = th_tanh_16(p->table, th_gate(p, 2, u, weights, in, h));
                const int32_t leave = th_logistic_16(p->table, th_gate(p, 3, u, weights, in, h));
                c[u] = th_next_cell(&p->cell, c[u], forget, enter, candidate);
                fresh[u] = th_saturate_16(th_next_hidden(&p->cell, p->table, c[u], leave));
            }
            memcpy(h, fresh, row_bytes);
            memcpy((int16_t*)output + row * p->units, fresh, row_bytes);
        }
    }
}
