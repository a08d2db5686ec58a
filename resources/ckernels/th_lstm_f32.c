#include "th_lstm_f32.h"

#include "th_real.h"

/* One gate of one unit before its function. */
static float th_gate(const th_lstm_f32_params* p, int32_t gate, int32_t unit,
                     const float* const* weights, const float* input, const float* hidden) {
    const float fresh = th_dot_f32(input, weights[gate] + unit * p->inputs, p->inputs);
    const float old = th_dot_f32(hidden, weights[4 + gate] + unit * p->units, p->units);
    return (fresh + p->biases[gate * p->units + unit]) + old;
}

void th_lstm_f32(const th_lstm_f32_params* p, const void* input, const void* input_weights,
                 const void* forget_weights, const void* cell_weights, const void* output_weights,
                 const void* input_recurrent, const void* forget_recurrent,
                 const void* cell_recurrent, const void* output_recurrent, void* hidden, void* cell,
                 void* output, void* next) {
    const float* const weights[8] = {(const float*)input_weights,   (const float*)forget_weights,
                                     (const float*)cell_weights,    (const float*)output_weights,
                                     (const float*)input_recurrent, (const float*)forget_recurrent,
                                     (const float*)cell_recurrent,  (const float*)output_recurrent};
    const size_t row_bytes = (size_t)p->units * sizeof(float);
    float* fresh = (float*)next;
    int32_t b, t, u;
    for (b = 0; b < p->batches; ++b) {
        float* h = (float*)hidden + b * p->units;
        float* c = (float*)cell + b * p->units;
        for (t = 0; t < p->steps; ++t) {
            const int32_t row = p->is_time_major ? t * p->batches + b : b * p->steps + t;
            const float* in = (const float*)input + row * p->inputs;
            for (u = 0; u < p->units; ++u) {
                const float enter = th_logistic_real(th_gate(p, 0, u, weights, in, h));
                const float forget = th_logistic_real(th_gate(p, 1, u, weights, in, h));
                const float candidate = tanhf(th_gate(p, 2, u, weights, in, h));
                const float leave = th_logistic_real(th_gate(p, 3, u, weights, in, h));
                const float after = forget * c[u] + enter * candidate;
                c[u] = p->clip > 0.0f
                           ? (after < -p->clip ? -p->clip : (p->clip < after ? p->clip : after))
                           : after;
                fresh[u] = tanhf(c[u]) * leave;
            }
            memcpy(h, fresh, row_bytes);
            memcpy((float*)output + row * p->units, fresh, row_bytes);
        }
    }
}
