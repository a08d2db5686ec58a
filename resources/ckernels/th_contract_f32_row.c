#include "th_contract_f32_row.h"

#include <stddef.h>

#include "th_real.h"

/* The sum of one output: window at column x, weights of output channel c. */
static float th_row_sum(const th_window* s, const int8_t* const* rows, const float* weights,
                        int32_t x, int32_t c) {
    const th_inside columns = th_window_inside(x, s->width, s->dilation_width, s->in_width);
    const int32_t first = c / s->out_per_group * s->depth;
    float sum = 0.0f;
    int32_t ky, kx, i;
    for (ky = 0; ky < s->height; ++ky) {
        const float* row = (const float*)(const void*)rows[ky];
        if (row == NULL) continue;
        for (kx = columns.first; kx < columns.end; ++kx) {
            const float* in = row + (x + kx * s->dilation_width) * s->in_depth + first;
            const float* w = weights + c * s->weights_per_output + ky * s->weights_per_row +
                             kx * s->weights_per_column;
            for (i = 0; i < s->depth; ++i) sum += w[i] * in[i];
        }
    }
    return sum;
}

void th_contract_f32_row(const th_contract_f32_row_params* p, const int8_t* const* rows,
                         const void* weights, void* output) {
    const th_window* s = &p->sizes;
    float* out = (float*)output;
    int32_t x, c;
    for (x = 0; x < s->out_width; ++x)
        for (c = 0; c < s->out_depth; ++c) {
            const float sum =
                th_row_sum(s, rows, (const float*)weights, x * s->stride_width - s->pad_left, c);
            *out++ = th_clamp_f32(sum + p->biases[c], p->low, p->high);
        }
}
