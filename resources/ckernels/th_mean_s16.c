#include "th_mean_s16.h"

void th_mean_s16(const th_mean_s16_params *p, const void *input, void *output) {
    const int16_t *in = (const int16_t *)input;
    int16_t *out = (int16_t *)output;
    int32_t o, c, i;
    for (o = 0; o < p->outer; ++o) {
        for (c = 0; c < p->inner; ++c) {
            const int16_t *from = in + c;
            int32_t sum = 0;
            for (i = p->count; i > 0; --i, from += p->inner) sum = th_wrapping_add(sum, *from);
            *out++ = (int16_t)th_mean_of(&p->scale, sum);
        }
        in += p->count * p->inner;
    }
}
