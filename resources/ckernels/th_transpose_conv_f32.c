#include "th_transpose_conv_f32.h"

#include "th_real.h"

static float th_output_sum(const th_spread* s, const float* input, const float* weights, int32_t oy,
                           int32_t ox, int32_t c) {
    const th_reach rows = th_reaching(oy, s->pad_top, s->height, s->stride_height, s->in_height);
    const th_reach columns = th_reaching(ox, s->pad_left, s->width, s->stride_width, s->in_width);
    float sum = 0.0f;
    int32_t y, x, i;
    for (y = rows.first; y < rows.end; ++y)
        for (x = columns.first; x < columns.end; ++x) {
            const float* in = input + (y * s->in_width + x) * s->in_depth;
            const float* w = weights + th_spread_weight(s, c, oy, y, ox, x);
            for (i = 0; i < s->in_depth; ++i) sum += in[i] * w[i];
        }
    return sum;
}

void th_transpose_conv_f32(const th_transpose_conv_f32_params* p, const void* input,
                           const void* weights, void* output) {
    const th_spread* s = &p->sizes;
    const float* in = (const float*)input;
    float* out = (float*)output;
    int32_t n, y, x, c;
    for (n = 0; n < s->batches; ++n) {
        for (y = 0; y < s->out_height; ++y)
            for (x = 0; x < s->out_width; ++x)
                for (c = 0; c < s->out_depth; ++c) {
                    float sum = th_output_sum(s, in, (const float*)weights, y, x, c);
                    if (p->has_bias) sum += p->biases[c];
                    *out++ = th_clamp_f32(sum, p->low, p->high);
                }
        in += s->in_height * s->in_width * s->in_depth;
    }
}
