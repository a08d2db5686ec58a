#include "th_contract_8.h"

/* The sum of one output: window at (y, x), weights of output channel c. */
static int32_t th_window_sum(const th_contract_8_params *p, const uint8_t *input,
                             const uint8_t *weights, int32_t y, int32_t x, int32_t c) {
    const int32_t first = c / p->out_per_group * p->depth;
    int32_t sum = 0;
    int32_t ky, kx, i;
    for (ky = 0; ky < p->height; ++ky) {
        const int32_t row = y + ky * p->dilation_height;
        if (row < 0 || row >= p->in_height) continue;
        for (kx = 0; kx < p->width; ++kx) {
            const int32_t column = x + kx * p->dilation_width;
            const uint8_t *in;
            const uint8_t *w;
            if (column < 0 || column >= p->in_width) continue;
            in = input + (row * p->in_width + column) * p->in_depth + first;
            w = weights + c * p->weights_per_output + ky * p->weights_per_row +
                kx * p->weights_per_column;
            for (i = 0; i < p->depth; ++i)
                sum = th_wrapping_add(sum, (th_byte(w + i, p->weight_flip) - p->weight_zero) *
                                               (th_byte(in + i, p->input_flip) - p->input_zero));
        }
    }
    return sum;
}

void th_contract_8(const th_contract_8_params *p, const void *input, const void *weights,
                   void *output) {
    const uint8_t *in = (const uint8_t *)input;
    uint8_t *out = (uint8_t *)output;
    int32_t n, y, x, c;
    for (n = 0; n < p->batches; ++n) {
        for (y = 0; y < p->out_height; ++y)
            for (x = 0; x < p->out_width; ++x)
                for (c = 0; c < p->out_depth; ++c) {
                    const th_channel *channel = p->channels + c;
                    const int32_t sum = th_wrapping_add(
                        channel->bias,
                        th_window_sum(p, in, (const uint8_t *)weights,
                                      y * p->stride_height - p->pad_top,
                                      x * p->stride_width - p->pad_left, c));
                    const int32_t scaled = th_finish_exact(sum, channel->multiplier, channel->shift,
                                                           channel->round);
                    *out++ = (uint8_t)((uint32_t)th_clamp(scaled, p->low, p->high) ^
                                       (uint32_t)p->output_flip);
                }
        in += p->in_height * p->in_width * p->in_depth;
    }
}
