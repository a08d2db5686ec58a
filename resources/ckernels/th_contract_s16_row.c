#include "th_contract_s16_row.h"

#include <stddef.h>

/* The sum of one output: window at column x, weights of output channel c. */
static int64_t th_row_sum(const th_contract_s16_row_params* p, const int8_t* const* rows,
                          const int8_t* weights, int32_t x, int32_t c) {
    const th_window* s = &p->sizes;
    const th_inside columns = th_window_inside(x, s->width, s->dilation_width, s->in_width);
    const int32_t first = c / s->out_per_group * s->depth;
    int64_t sum = 0;
    int32_t ky, kx;
    for (ky = 0; ky < s->height; ++ky) {
        const int16_t* row = (const int16_t*)(const void*)rows[ky];
        if (row == NULL) continue;
        for (kx = columns.first; kx < columns.end; ++kx) {
            const int16_t* in = row + (x + kx * s->dilation_width) * s->in_depth + first;
            const int8_t* w = weights + c * s->weights_per_output + ky * s->weights_per_row +
                              kx * s->weights_per_column;
            if (s->depth == 1)
                sum += (*w - p->weight_zero) * (*in - p->input_zero);
            else
                sum += th_dot_s16(in, p->input_zero, w, p->weight_zero, s->depth);
        }
    }
    return sum;
}

void th_contract_s16_row(const th_contract_s16_row_params* p, const int8_t* const* rows,
                         const void* weights, void* output) {
    const th_window* s = &p->sizes;
    int16_t* out = (int16_t*)output;
    int32_t x, c;
    for (x = 0; x < s->out_width; ++x)
        for (c = 0; c < s->out_depth; ++c) {
            const int64_t sum =
                th_row_sum(p, rows, (const int8_t*)weights, x * s->stride_width - s->pad_left, c);
            const int32_t scaled = th_wide_output(p->channels + c, sum);
            *out++ = (int16_t)th_clamp(scaled, p->low, p->high);
        }
}
