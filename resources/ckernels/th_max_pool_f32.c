#include "th_max_pool_f32.h"

#include <float.h>

#include "th_real.h"

static float th_reduce(const th_max_pool_f32_params* p, const float* in, th_view view) {
    float most = -FLT_MAX;
    int32_t y, x;
    for (y = 0; y < view.rows; ++y)
        for (x = 0; x < view.columns; ++x) {
            const float value = in[y * view.row_stride + x * p->sizes.depth];
            if (most < value) most = value;
        }
    return th_clamp_f32(most, p->low, p->high);
}

void th_max_pool_f32(const th_max_pool_f32_params* p, const void* input, void* output) {
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
