#include "th_contract_f32.h"

#include "th_real.h"

/* The sum of one output: window at (y, x), weights of one output channel. */
static float th_window_sum(const th_window* s, const float* input, const float* weights, int32_t y,
                           int32_t x) {
    const th_inside rows = th_window_inside(y, s->height, s->dilation_height, s->in_height);
    const th_inside columns = th_window_inside(x, s->width, s->dilation_width, s->in_width);
    float sum = 0.0f;
    int32_t ky, kx, i;
    for (ky = rows.first; ky < rows.end; ++ky)
        for (kx = columns.first; kx < columns.end; ++kx) {
            const int32_t row = y + ky * s->dilation_height;
            const int32_t column = x + kx * s->dilation_width;
            const float* in = input + (row * s->in_width + column) * s->in_depth;
            const float* w = weights + ky * s->weights_per_row + kx * s->weights_per_column;
            for (i = 0; i < s->depth; ++i) sum += w[i] * in[i];
        }
    return sum;
}

void th_contract_f32(const th_contract_f32_params* p, const void* input, const void* weights,
                     void* output) {
    const th_window* s = &p->sizes;
    const float* in = (const float*)input;
    float* out = (float*)output;
    int32_t n, y, x, c;
    for (n = 0; n < s->batches; ++n) {
        for (y = 0; y < s->out_height; ++y)
            for (x = 0; x < s->out_width; ++x)
                for (c = 0; c < s->out_depth; ++c) {
                    const float sum = th_window_sum(
                        s, in + c / s->out_per_group * s->depth,
                        (const float*)weights + c * s->weights_per_output,
                        y * s->stride_height - s->pad_top, x * s->stride_width - s->pad_left);
                    *out++ = th_clamp_f32(sum + p->biases[c], p->low, p->high);
                }
        in += s->in_height * s->in_width * s->in_depth;
    }
}
