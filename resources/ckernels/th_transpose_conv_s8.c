#include "th_transpose_conv_s8.h"

static int32_t th_output_sum(const th_transpose_conv_s8_params* p, const int8_t* input,
                             const int8_t* weights, int32_t oy, int32_t ox, int32_t c) {
    const th_spread* s = &p->sizes;
    const th_reach rows = th_reaching(oy, s->pad_top, s->height, s->stride_height, s->in_height);
    const th_reach columns = th_reaching(ox, s->pad_left, s->width, s->stride_width, s->in_width);
    int32_t sum = 0;
    int32_t y, x, i;
    for (y = rows.first; y < rows.end; ++y)
        for (x = columns.first; x < columns.end; ++x) {
            const int8_t* in = input + (y * s->in_width + x) * s->in_depth;
            const int8_t* w = weights + th_spread_weight(s, c, oy, y, ox, x);
            for (i = 0; i < s->in_depth; ++i)
                sum = th_wrapping_add(sum, (w[i] - p->weight_zero) * (in[i] - p->input_zero));
        }
    return sum;
}

void th_transpose_conv_s8(const th_transpose_conv_s8_params* p, const void* input,
                          const void* weights, void* output) {
    const th_spread* s = &p->sizes;
    const int8_t* in = (const int8_t*)input;
    int8_t* out = (int8_t*)output;
    int32_t n, y, x, c;
    for (n = 0; n < s->batches; ++n) {
        for (y = 0; y < s->out_height; ++y)
            for (x = 0; x < s->out_width; ++x)
                for (c = 0; c < s->out_depth; ++c) {
                    const th_channel* channel = p->channels + c;
                    const int32_t sum = th_output_sum(p, in, (const int8_t*)weights, y, x, c);
                    const int32_t scaled =
                        th_finish_exact(th_wrapping_add(sum, channel->bias), channel->multiplier,
                                        channel->shift, channel->round);
                    *out++ = (int8_t)th_clamp(scaled, p->low, p->high);
                }
        in += s->in_height * s->in_width * s->in_depth;
    }
}
