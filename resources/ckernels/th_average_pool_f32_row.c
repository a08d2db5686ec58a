#include "th_average_pool_f32_row.h"

#include <stddef.h>

#include "th_real.h"

void th_average_pool_f32_row(const th_average_pool_f32_row_params* p, const int8_t* const* rows,
                       void* output) {
    const th_pool* s = &p->sizes;
    float* out = (float*)output;
    int32_t ox, c, y, x;
    int32_t inside = 0;
    for (y = 0; y < s->height; ++y)
        if (rows[y] != NULL) ++inside;
    for (ox = 0; ox < s->out_width; ++ox) {
        const th_columns columns = th_columns_at(s, ox);
        for (c = 0; c < s->depth; ++c) {
            float sum = 0.0f;
            for (y = 0; y < s->height; ++y) {
                const float* in;
                if (rows[y] == NULL) continue;
                in = (const float*)(const void*)rows[y] + columns.first * s->depth + c;
                for (x = columns.count; x > 0; --x, in += s->depth) sum += *in;
            }
            *out++ = th_clamp_f32(sum / (float)(inside * columns.count), p->low, p->high);
        }
    }
}
