#include "th_max_pool_8_row.h"

#include <stddef.h>

void th_max_pool_8_row(const th_max_pool_8_row_params *p, const int8_t *const *rows,
                       int8_t *output) {
    const th_pool *s = &p->sizes;
    const int32_t flip = p->flip;
    uint8_t *out = (uint8_t *)output;
    int32_t ox, c, y, x;
    for (ox = 0; ox < s->out_width; ++ox) {
        const th_columns columns = th_columns_at(s, ox);
        for (c = 0; c < s->depth; ++c) {
            int32_t most = -128;
            for (y = 0; y < s->height; ++y) {
                const uint8_t *in;
                if (rows[y] == NULL) continue;
                in = (const uint8_t *)rows[y] + columns.first * s->depth + c;
                for (x = columns.count; x > 0; --x, in += s->depth) {
                    const int32_t value = (int8_t)(uint8_t)(*in ^ (uint8_t)flip);
                    if (value > most) most = value;
                }
            }
            *out++ = (uint8_t)((uint32_t)th_clamp(most, p->low, p->high) ^ (uint32_t)flip);
        }
    }
}
