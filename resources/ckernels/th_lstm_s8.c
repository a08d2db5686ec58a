#include "th_lstm_s8.h"

#include "th_dsp.h"
#include "th_sigmoid_16.h"
#include "th_wide.h"

static int16_t th_gate_sum(const th_lstm_sum* s, const int8_t* vector, const int8_t* weights,
                           int32_t bias, int32_t count) {
    int32_t sum = bias;
    if (s->weight_zero != 0) {
        for (; count > 0; --count)
            sum = th_wrapping_add(sum, (*weights++ - s->weight_zero) * *vector++);
    }
    for (; count >= 8; count -= 8) {
        const uint32_t w = th_load32(weights);
        const uint32_t v = th_load32(vector);
        const uint32_t next_w = th_load32(weights + 4);
        const uint32_t next_v = th_load32(vector + 4);
        sum = th_dot2(th_even(w), th_even(v), sum);
        sum = th_dot2(th_odd(w), th_odd(v), sum);
        sum = th_dot2(th_even(next_w), th_even(next_v), sum);
        sum = th_dot2(th_odd(next_w), th_odd(next_v), sum);
        weights += 8;
        vector += 8;
    }
    for (; count >= 4; count -= 4) {
        const uint32_t w = th_load32(weights);
        const uint32_t v = th_load32(vector);
        sum = th_dot2(th_even(w), th_even(v), sum);
        sum = th_dot2(th_odd(w), th_odd(v), sum);
        weights += 4;
        vector += 4;
    }
    for (; count > 0; --count) sum = th_wrapping_add(sum, *weights++ * *vector++);
    return th_saturate_16(th_requantise(sum, s->multiplier, s->shift));
}

/* One gate of one unit before its function. */
static int32_t th_gate(const th_lstm_s8_params* p, int32_t gate, int32_t unit,
                       const int8_t* const* weights, const int8_t* input, const int8_t* hidden) {
    const int32_t* biases = p->biases + 2 * (gate * p->units + unit);
    const int32_t fresh = th_gate_sum(p->sums + 2 * gate, input, weights[gate] + unit * p->inputs,
                                      biases[0], p->inputs);
    const int32_t old = th_gate_sum(p->sums + 2 * gate + 1, hidden,
                                    weights[4 + gate] + unit * p->units, biases[1], p->units);
    return 3 * th_saturate_16(fresh + old);
}

static int16_t th_next_cell(const th_lstm_s8_params* p, int32_t before, int32_t forget,
                            int32_t input, int32_t candidate) {
    const int32_t kept =
        th_saturate_16(th_requantise(forget * before, p->forget_multiplier, p->forget_shift));
    const int32_t added =
        th_saturate_16(th_requantise(input * candidate, p->fresh_multiplier, p->fresh_shift));
    const int16_t after = th_saturate_16(kept + added);
    return p->clip >= 0 ? (int16_t)th_clamp(after, -p->clip, p->clip) : after;
}

static int8_t th_next_hidden(const th_lstm_s8_params* p, int32_t cell, int32_t gate) {
    const int32_t x = p->tanh_shift >= 0
                          ? cell * (3 << p->tanh_shift)
                          : (cell * 3 + (1 << (-p->tanh_shift - 1))) >> -p->tanh_shift;
    const int32_t product = th_tanh_16(p->table, x) * gate;
    const int32_t scaled = th_requantise(product, p->out_multiplier, p->out_shift);
    return (int8_t)th_clamp(th_wrapping_add(scaled, p->hidden_zero), INT8_MIN, INT8_MAX);
}

void th_lstm_s8(const th_lstm_s8_params* p, const void* input, const void* input_weights,
                const void* forget_weights, const void* cell_weights, const void* output_weights,
                const void* input_recurrent, const void* forget_recurrent,
                const void* cell_recurrent, const void* output_recurrent, void* hidden, void* cell,
                void* output, void* next) {
    const int8_t* const weights[8] = {
        (const int8_t*)input_weights,   (const int8_t*)forget_weights,
        (const int8_t*)cell_weights,    (const int8_t*)output_weights,
        (const int8_t*)input_recurrent, (const int8_t*)forget_recurrent,
        (const int8_t*)cell_recurrent,  (const int8_t*)output_recurrent};
    int8_t* fresh = (int8_t*)next;
    int32_t b, t, u;
    for (b = 0; b < p->batches; ++b) {
        int8_t* h = (int8_t*)hidden + b * p->units;
        int16_t* c = (int16_t*)cell + b * p->units;
        for (t = 0; t < p->steps; ++t) {
            const int32_t row = p->is_time_major ? t * p->batches + b : b * p->steps + t;
            const int8_t* in = (const int8_t*)input + row * p->inputs;
            for (u = 0; u < p->units; ++u) {
                const int16_t enter = th_logistic_16(p->table, th_gate(p, 0, u, weights, in, h));
                const int16_t forget = th_logistic_16(p->table, th_gate(p, 1, u, weights, in, h));
                const int16_t candidate = th_tanh_16(p->table, th_gate(p, 2, u, weights, in, h));
                const int16_t leave = th_logistic_16(p->table, th_gate(p, 3, u, weights, in, h));
                c[u] = th_next_cell(p, c[u], forget, enter, candidate);
                fresh[u] = th_next_hidden(p, c[u], leave);
            }
            memcpy(h, fresh, (size_t)p->units);
            memcpy((int8_t*)output + row * p->units, fresh, (size_t)p->units);
        }
    }
}
