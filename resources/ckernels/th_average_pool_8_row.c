#include "th_average_pool_8_row.h"

#include <stddef.h>

void th_average_pool_8_row(const th_average_pool_8_row_params *p, const int8_t *const *rows,
                           int8_t *output) {
    const th_pool *s = &p->sizes;
    uint8_t *out = (uint8_t *)output;
    int32_t inside = 0;
    int32_t ox, c, y, x;
    for (y = 0; y < s->height; ++y)
        if (rows[y] != NULL) ++inside;
    for (ox = 0; ox < s->out_width; ++ox) {
        const th_columns columns = th_columns_at(s, ox);
        const int32_t count = inside * columns.count;
        for (c = 0; c < s->depth; ++c) {
            int32_t sum = 0;
            for (y = 0; y < s->height; ++y) {
                const uint8_t *in;
                if (rows[y] == NULL) continue;
                in = (const uint8_t *)rows[y] + columns.first * s->depth + c;
                for (x = columns.count; x > 0; --x, in += s->depth)
                    sum += p->is_unsigned ? *in : (int8_t)*in;
            }
            sum = th_rounded_mean(sum, count);
            *out++ = (uint8_t)th_clamp(sum, p->low, p->high);
        }
    }
}
