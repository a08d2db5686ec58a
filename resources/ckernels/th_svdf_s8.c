#include "th_svdf_s8.h"

static int32_t th_answer(const th_svdf_s8_params* p, const int8_t* input, const int8_t* feature,
                         int32_t filter) {
    const int8_t* weights = feature + filter * p->inputs;
    const int32_t low = p->is_wide ? INT16_MIN : INT8_MIN;
    const int32_t high = p->is_wide ? INT16_MAX : INT8_MAX;
    int32_t sum = p->filter_bias[filter];
    int32_t i;
    for (i = 0; i < p->inputs; ++i) sum = th_wrapping_add(sum, weights[i] * input[i]);
    sum = th_requantise(sum, p->state_multiplier, p->state_shift);
    return th_wrapping_add(th_clamp(sum, low, high), p->state_zero);
}

static int8_t th_weighed(const th_svdf_s8_params* p, int32_t sum) {
    sum = th_requantise(sum, p->output_multiplier, p->output_shift);
    return (int8_t)th_clamp(th_wrapping_add(sum, p->output_zero), INT8_MIN, INT8_MAX);
}

static void th_svdf_narrow(const th_svdf_s8_params* p, const int8_t* input, const int8_t* feature,
                           const int8_t* time, int8_t* state, int8_t* output) {
    const int32_t units = p->filters / p->rank;
    const int32_t piece = p->rank * p->memory;
    const int32_t size = p->batches * p->filters * p->memory;
    int32_t b, f, u, m;
    /* All move one place towards the past; the newest place is written next. */
    memmove(state, state + 1, (size_t)(size - 1));
    for (b = 0; b < p->batches; ++b) {
        for (f = 0; f < p->filters; ++f)
            state[(f + 1) * p->memory - 1] =
                (int8_t)th_answer(p, input + b * p->inputs, feature, f);
        for (u = 0; u < units; ++u) {
            int32_t sum = p->output_bias[u];
            for (m = 0; m < piece; ++m)
                sum = th_wrapping_add(sum, time[u * piece + m] * state[u * piece + m]);
            *output++ = th_weighed(p, sum);
        }
        state += p->filters * p->memory;
    }
}

static void th_svdf_wide(const th_svdf_s8_params* p, const int8_t* input, const int8_t* feature,
                         const int16_t* time, int16_t* state, int8_t* output) {
    const int32_t units = p->filters / p->rank;
    const int32_t piece = p->rank * p->memory;
    const int32_t size = p->batches * p->filters * p->memory;
    int32_t b, f, u, m;
    memmove(state, state + 1, (size_t)(size - 1) * sizeof *state);
    for (b = 0; b < p->batches; ++b) {
        for (f = 0; f < p->filters; ++f)
            state[(f + 1) * p->memory - 1] =
                (int16_t)th_answer(p, input + b * p->inputs, feature, f);
        for (u = 0; u < units; ++u) {
            int32_t sum = p->output_bias[u];
            for (m = 0; m < piece; ++m)
                sum = th_wrapping_add(sum, time[u * piece + m] * state[u * piece + m]);
            *output++ = th_weighed(p, sum);
        }
        state += p->filters * p->memory;
    }
}

void th_svdf_s8(const th_svdf_s8_params* p, const void* input, const void* feature,
                const void* time, void* state, void* output) {
    const int8_t* in = (const int8_t*)input;
    const int8_t* weights = (const int8_t*)feature;
    int8_t* out = (int8_t*)output;
    if (p->batches * p->filters == 0) return;
    if (p->is_wide)
        th_svdf_wide(p, in, weights, (const int16_t*)time, (int16_t*)state, out);
    else
        th_svdf_narrow(p, in, weights, (const int8_t*)time, (int8_t*)state, out);
}
