#include "th_max_pool_f32_row.h"

#include <float.h>
#include <stddef.h>

#include "th_real.h"

void th_max_pool_f32_row(const th_max_pool_f32_row_params* p, const int8_t* const* rows,
                       void* output) {
    const th_pool* s = &p->sizes;
    float* out = (float*)output;
    int32_t ox, c, y, x;
    for (ox = 0; ox < s->out_width; ++ox) {
        const th_columns columns = th_columns_at(s, ox);
        for (c = 0; c < s->depth; ++c) {
            float most = -FLT_MAX;
            for (y = 0; y < s->height; ++y) {
                const float* in;
                if (rows[y] == NULL) continue;
                in = (const float*)(const void*)rows[y] + columns.first * s->depth + c;
                for (x = columns.count; x > 0; --x, in += s->depth)
                    if (most < *in) most = *in;
            }
            *out++ = th_clamp_f32(most, p->low, p->high);
        }
    }
}
