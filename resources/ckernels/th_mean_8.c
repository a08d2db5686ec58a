#include "th_mean_8.h"

void th_mean_8(const th_mean_8_params *p, const void *input, void *output) {
    const uint8_t *in = (const uint8_t *)input;
    uint8_t *out = (uint8_t *)output;
    int32_t o, c, i;
    for (o = 0; o < p->outer; ++o) {
        for (c = 0; c < p->inner; ++c) {
            const uint8_t *from = in + c;
            int32_t sum = 0;
            for (i = p->count; i > 0; --i, from += p->inner)
                sum = th_wrapping_add(sum, p->is_unsigned ? *from : (int8_t)*from);
            *out++ = (uint8_t)th_mean_of(&p->scale, sum);
        }
        in += p->count * p->inner;
    }
}
