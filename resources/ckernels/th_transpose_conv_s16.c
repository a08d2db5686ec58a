#include "th_transpose_conv_s16.h"

static int64_t th_output_sum(const th_spread* s, const int16_t* input, const int8_t* weights,
                             int32_t oy, int32_t ox, int32_t c) {
    const th_reach rows = th_reaching(oy, s->pad_top, s->height, s->stride_height, s->in_height);
    const th_reach columns = th_reaching(ox, s->pad_left, s->width, s->stride_width, s->in_width);
    int64_t sum = 0;
    int32_t y, x;
    for (y = rows.first; y < rows.end; ++y)
        for (x = columns.first; x < columns.end; ++x)
            sum += th_dot_s16(input + (y * s->in_width + x) * s->in_depth, 0,
                              weights + th_spread_weight(s, c, oy, y, ox, x), 0, s->in_depth);
    return sum;
}

void th_transpose_conv_s16(const th_transpose_conv_s16_params* p, const void* input,
                           const void* weights, void* output) {
    const th_spread* s = &p->sizes;
    const int16_t* in = (const int16_t*)input;
    int16_t* out = (int16_t*)output;
    int32_t n, y, x, c;
    for (n = 0; n < s->batches; ++n) {
        for (y = 0; y < s->out_height; ++y)
            for (x = 0; x < s->out_width; ++x)
                for (c = 0; c < s->out_depth; ++c) {
                    const int64_t sum = th_output_sum(s, in, (const int8_t*)weights, y, x, c);
                    const int32_t scaled = th_wide_output(p->channels + c, sum);
                    *out++ = (int16_t)th_clamp(scaled, p->low, p->high);
                }
        in += s->in_height * s->in_width * s->in_depth;
    }
}
