#include "th_average_pool_s16_row.h"

#include <stddef.h>

void th_average_pool_s16_row(const th_average_pool_s16_row_params* p, const int8_t* const* rows,
                       void* output) {
    const th_pool* s = &p->sizes;
    int16_t* out = (int16_t*)output;
    int32_t ox, c, y, x;
    int32_t inside = 0;
    for (y = 0; y < s->height; ++y)
        if (rows[y] != NULL) ++inside;
    for (ox = 0; ox < s->out_width; ++ox) {
        const th_columns columns = th_columns_at(s, ox);
        for (c = 0; c < s->depth; ++c) {
            const int32_t count = inside * columns.count;
            int64_t sum = 0;
            for (y = 0; y < s->height; ++y) {
                const int16_t* in;
                if (rows[y] == NULL) continue;
                in = (const int16_t*)(const void*)rows[y] + columns.first * s->depth + c;
                for (x = columns.count; x > 0; --x, in += s->depth) sum += *in;
            }
            sum = (sum > 0 ? sum + count / 2 : sum - count / 2) / count;
            *out++ = (int16_t)th_clamp((int32_t)sum, p->low, p->high);
        }
    }
}
