#include "th_average_pool_s16.h"

/* The mean of one channel in one window, rounded, halves away from zero. */
static int16_t th_reduce(const th_average_pool_s16_params* p, const int16_t* in, th_view view) {
    const int32_t count = view.rows * view.columns;
    int64_t sum = 0;
    int32_t y, x;
    for (y = 0; y < view.rows; ++y)
        for (x = 0; x < view.columns; ++x) sum += in[y * view.row_stride + x * p->sizes.depth];
    sum = (sum > 0 ? sum + count / 2 : sum - count / 2) / count;
    return (int16_t)th_clamp((int32_t)sum, p->low, p->high);
}

void th_average_pool_s16(const th_average_pool_s16_params* p, const void* input, void* output) {
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
