#include "th_lstm_s8.h"

#include "th_dot.h"

/* The sums of one unit's four gates over one vector. `at`: 0 for the input, 1 for the hidden state.
 */
static const uint32_t* th_gate_sums(const th_lstm_s8_params* p, int32_t at, int32_t unit,
                                    const uint32_t* weights, const int8_t* vector, int32_t count,
                                    int32_t* results) {
    const th_lstm_sum* s = p->sums + at;
    const int32_t* biases = p->biases + 2 * unit + at;
    int32_t sums[4];
    int32_t gate, i;
    for (gate = 0; gate < 4; ++gate, biases += 2 * p->units) sums[gate] = *biases;
    weights = th_four_dots(weights, vector, count, sums);
    for (gate = 0; gate < 4; ++gate, s += 2) {
        int32_t sum = sums[gate];
        if (s->weight_zero != 0)
            for (i = 0; i < count; ++i) sum = th_wrapping_add(sum, -s->weight_zero * vector[i]);
        results[gate] += th_saturate_16(th_requantise(sum, s->multiplier, s->shift));
    }
    return weights;
}

void th_lstm_s8(const th_lstm_s8_params* p, const void* input, void* hidden, void* cell,
                void* output, void* next) {
    int8_t* fresh = (int8_t*)next;
    int32_t b, t, u;
    for (b = 0; b < p->batches; ++b) {
        int8_t* h = (int8_t*)hidden + b * p->units;
        int16_t* c = (int16_t*)cell + b * p->units;
        for (t = 0; t < p->steps; ++t) {
            const int32_t row = p->is_time_major ? t * p->batches + b : b * p->steps + t;
            const int8_t* in = (const int8_t*)input + row * p->inputs;
            const uint32_t* of_input = p->input_weights;
            const uint32_t* of_hidden = p->hidden_weights;
            for (u = 0; u < p->units; ++u) {
                int32_t gates[4] = {0, 0, 0, 0};
                int32_t enter, forget, candidate, leave;
                of_input = th_gate_sums(p, 0, u, of_input, in, p->inputs, gates);
                of_hidden = th_gate_sums(p, 1, u, of_hidden, h, p->units, gates);
                enter = th_logistic_16(p->table, 3 * th_saturate_16(gates[0]));
                forget = th_logistic_16(p->table, 3 * th_saturate_16(gates[1]));
                candidate = th_tanh_16(p->table, 3 * th_saturate_16(gates[2]));
                leave = th_logistic_16(p->table, 3 * th_saturate_16(gates[3]));
                c[u] = th_next_cell(&p->cell, c[u], forget, enter, candidate);
                fresh[u] = (int8_t)th_saturate8(th_next_hidden(&p->cell, p->table, c[u], leave));
            }
            memcpy(h, fresh, (size_t)p->units);
            memcpy((int8_t*)output + row * p->units, fresh, (size_t)p->units);
        }
    }
}
