#include "th_resize_nearest.h"

void th_resize_nearest(const th_resize_nearest_params *p, const void *input, void *output) {
    const uint8_t *in = (const uint8_t *)input;
    uint8_t *out = (uint8_t *)output;
    int32_t n, y, x;
    for (n = 0; n < p->batches; ++n) {
        for (y = 0; y < p->out_height; ++y)
            for (x = 0; x < p->out_width; ++x) {
                memcpy(out, in + (p->rows[y] * p->in_width + p->columns[x]) * p->block,
                       (size_t)p->block);
                out += p->block;
            }
        in += p->in_height * p->in_width * p->block;
    }
}
