#include "th_max_pool_s16.h"

static int16_t th_reduce(const th_max_pool_s16_params* p, const int16_t* in, th_view view) {
    int16_t most = INT16_MIN;
    int32_t y, x;
    for (y = 0; y < view.rows; ++y)
        for (x = 0; x < view.columns; ++x) {
            const int16_t value = in[y * view.row_stride + x * p->sizes.depth];
            if (most < value) most = value;
        }
    return (int16_t)th_clamp(most, p->low, p->high);
}

void th_max_pool_s16(const th_max_pool_s16_params* p, const void* input, void* output) {
    const th_pool* s = &p->sizes;
    const int16_t* image = (const int16_t*)input;
    int16_t* out = (int16_t*)output;
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
