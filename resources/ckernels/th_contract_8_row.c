#include "th_contract_8_row.h"

#include <stddef.h>

/* The sum of one output: window at column x, weights of output channel c. */
static int32_t th_row_sum(const th_contract_8_row_params *p, const int8_t *const *rows,
                          const uint8_t *weights, int32_t x, int32_t c) {
    const int32_t first = c / p->out_per_group * p->depth;
    int32_t sum = 0;
    int32_t ky, kx, i;
    for (ky = 0; ky < p->height; ++ky) {
        const uint8_t *row = (const uint8_t *)rows[ky];
        if (row == NULL) continue;
        for (kx = 0; kx < p->width; ++kx) {
            const int32_t column = x + kx * p->dilation_width;
            const uint8_t *in;
            const uint8_t *w;
            if (column < 0 || column >= p->in_width) continue;
            in = row + column * p->in_depth + first;
            w = weights + c * p->weights_per_output + ky * p->weights_per_row +
                kx * p->weights_per_column;
            for (i = 0; i < p->depth; ++i)
                sum = th_wrapping_add(sum, (th_byte(w + i, p->weight_flip) - p->weight_zero) *
                                               (th_byte(in + i, p->input_flip) - p->input_zero));
        }
    }
    return sum;
}

void th_contract_8_row(const th_contract_8_row_params *p, const int8_t *const *rows,
                       const void *weights, void *output) {
    uint8_t *out = (uint8_t *)output;
    int32_t x, c;
    for (x = 0; x < p->out_width; ++x)
        for (c = 0; c < p->out_depth; ++c) {
            const th_channel *channel = p->channels + c;
            const int32_t sum =
                th_wrapping_add(channel->bias, th_row_sum(p, rows, (const uint8_t *)weights,
                                                          x * p->stride_width - p->pad_left, c));
            const int32_t scaled =
                th_finish_exact(sum, channel->multiplier, channel->shift, channel->round);
            *out++ = (uint8_t)((uint32_t)th_clamp(scaled, p->low, p->high) ^
                               (uint32_t)p->output_flip);
        }
}
