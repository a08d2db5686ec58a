#include "th_contract_s16.h"

/* The sum of one output: window at (y, x), weights of one output channel. */
static int64_t th_window_sum(const th_contract_s16_params* p, const int16_t* input,
                             const int8_t* weights, int32_t y, int32_t x) {
    const th_window* s = &p->sizes;
    const th_inside rows = th_window_inside(y, s->height, s->dilation_height, s->in_height);
    const th_inside columns = th_window_inside(x, s->width, s->dilation_width, s->in_width);
    int64_t sum = 0;
    int32_t ky, kx;
    for (ky = rows.first; ky < rows.end; ++ky)
        for (kx = columns.first; kx < columns.end; ++kx) {
            const int32_t row = y + ky * s->dilation_height;
            const int32_t column = x + kx * s->dilation_width;
            const int16_t* in = input + (row * s->in_width + column) * s->in_depth;
            const int8_t* w = weights + ky * s->weights_per_row + kx * s->weights_per_column;
            if (s->depth == 1)
                sum += (*w - p->weight_zero) * (*in - p->input_zero);
            else
                sum += th_dot_s16(in, p->input_zero, w, p->weight_zero, s->depth);
        }
    return sum;
}

void th_contract_s16(const th_contract_s16_params* p, const void* input, const void* weights,
                     void* output) {
    const th_window* s = &p->sizes;
    const int16_t* in = (const int16_t*)input;
    int16_t* out = (int16_t*)output;
    int32_t n, y, x, c;
    for (n = 0; n < s->batches; ++n) {
        for (y = 0; y < s->out_height; ++y)
            for (x = 0; x < s->out_width; ++x)
                for (c = 0; c < s->out_depth; ++c) {
                    const int64_t sum = th_window_sum(
                        p, in + c / s->out_per_group * s->depth,
                        (const int8_t*)weights + c * s->weights_per_output,
                        y * s->stride_height - s->pad_top, x * s->stride_width - s->pad_left);
                    const int32_t scaled = th_wide_output(p->channels + c, sum);
                    *out++ = (int16_t)th_clamp(scaled, p->low, p->high);
                }
        in += s->in_height * s->in_width * s->in_depth;
    }
}
