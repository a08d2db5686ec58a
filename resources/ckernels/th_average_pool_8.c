#include "th_average_pool_8.h"

void th_average_pool_8(const th_average_pool_8_params *p, const void *input, void *output) {
    const th_pool *s = &p->sizes;
    const uint8_t *image = (const uint8_t *)input;
    uint8_t *out = (uint8_t *)output;
    int32_t n, oy, ox, c, y, x;
    for (n = 0; n < s->batches; ++n) {
        for (oy = 0; oy < s->out_height; ++oy)
            for (ox = 0; ox < s->out_width; ++ox) {
                const th_view view = th_view_at(s, oy, ox);
                const int32_t count = view.rows * view.columns;
                for (c = 0; c < s->depth; ++c) {
                    const uint8_t *row = image + view.first + c;
                    int32_t sum = 0;
                    for (y = view.rows; y > 0; --y, row += view.row_stride) {
                        const uint8_t *in = row;
                        for (x = view.columns; x > 0; --x, in += s->depth)
                            sum += p->is_unsigned ? *in : (int8_t)*in;
                    }
                    sum = th_rounded_mean(sum, count);
                    *out++ = (uint8_t)th_clamp(sum, p->low, p->high);
                }
            }
        image += s->in_height * s->in_width * s->depth;
    }
}
