#include "th_svdf_s8.h"

#include "th_dot.h"

static int32_t th_answer(const th_svdf_s8_params* p, const int8_t* input, const int8_t* feature,
                         int32_t filter) {
    const int8_t* weights = feature + filter * p->inputs;
    const int32_t low = p->is_wide ? INT16_MIN : INT8_MIN;
    const int32_t high = p->is_wide ? INT16_MAX : INT8_MAX;
    int32_t sum = th_dot_bytes(weights, input, p->inputs, p->filter_bias[filter]);
    sum = th_requantise(sum, p->state_multiplier, p->state_shift);
    return th_wrapping_add(th_clamp(sum, low, high), p->state_zero);
}

/* `count` bytes to where they are `by` bytes earlier; a word at a time, in that direction. */
static void th_move_down(void* memory, int32_t by, int32_t count) {
    uint8_t* to = (uint8_t*)memory;
    for (; count >= 4; count -= 4, to += 4) th_store32(to, th_load32(to + by));
    for (; count > 0; --count, ++to) *to = to[by];
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
    int32_t b, f, u;
    /* All move one place towards the past; the newest place is written next. */
    th_move_down(state, 1, size - 1);
    for (b = 0; b < p->batches; ++b) {
        for (f = 0; f < p->filters; ++f)
            state[(f + 1) * p->memory - 1] =
                (int8_t)th_answer(p, input + b * p->inputs, feature, f);
        for (u = 0; u < units; ++u) {
            const int32_t sum =
                th_dot_bytes(time + u * piece, state + u * piece, piece, p->output_bias[u]);
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
    int32_t b, f, u;
    th_move_down(state, (int32_t)sizeof *state, (size - 1) * (int32_t)sizeof *state);
    for (b = 0; b < p->batches; ++b) {
        for (f = 0; f < p->filters; ++f)
            state[(f + 1) * p->memory - 1] =
                (int16_t)th_answer(p, input + b * p->inputs, feature, f);
        for (u = 0; u < units; ++u) {
            const int32_t sum =
                th_dot_words(time + u * piece, state + u * piece, piece, p->output_bias[u]);
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
