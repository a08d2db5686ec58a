#include "th_max_pool_s16_row.h"

#include <stddef.h>

void th_max_pool_s16_row(const th_max_pool_s16_row_params* p, const int8_t* const* rows,
                       void* output) {
    const th_pool* s = &p->sizes;
    int16_t* out = (int16_t*)output;
    int32_t ox, c, y, x;
    for (ox = 0; ox < s->out_width; ++ox) {
        const th_columns columns = th_columns_at(s, ox);
        for (c = 0; c < s->depth; ++c) {
            int16_t most = INT16_MIN;
            for (y = 0; y < s->height; ++y) {
                const int16_t* in;
                if (rows[y] == NULL) continue;
                in = (const int16_t*)(const void*)rows[y] + columns.first * s->depth + c;
                for (x = columns.count; x > 0; --x, in += s->depth)
                    if (most < *in) most = *in;
            }
            *out++ = (int16_t)th_clamp(most, p->low, p->high);
        }
    }
}
