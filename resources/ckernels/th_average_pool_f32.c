#include "th_average_pool_f32.h"

#include "th_real.h"

static float th_reduce(const th_average_pool_f32_params* p, const float* in, th_view view) {
    float sum = 0.0f;
    int32_t y, x;
    for (y = 0; y < view.rows; ++y)
        for (x = 0; x < view.columns; ++x) sum += in[y * view.row_stride + x * p->sizes.depth];
    return th_clamp_f32(sum / (float)(view.rows * view.columns), p->low, p->high);
}

void th_average_pool_f32(const th_average_pool_f32_params* p, const void* input, void* output) {
    const th_pool* s = &p->sizes;
    const float* image = (const float*)input;
    float* out = (float*)output;
    int32_t n, y, x, c;
    for (n = 0; n < s->batches; ++n) {
        for (y = 0; y < s->out_height; ++y)
            for (x = 0; x < s->out_width; ++x) {
                const th_view view = th_view_at(s, y, x);
                for (c = 0; c < s->depth; ++c) *out++ = th_reduce(p, image + view.first + c, view);
            }
        image += s->in_height * s->in_width * s->depth;
    }
}
