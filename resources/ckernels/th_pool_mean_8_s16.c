#include "th_pool_mean_8_s16.h"

void th_pool_mean_8_s16(const th_pool_mean_8_s16_params *p, const int16_t *sums, int8_t *output) {
    uint8_t *out = (uint8_t *)output;
    int32_t c;
    for (c = 0; c < p->depth; ++c)
        out[c] = (uint8_t)th_clamp(th_rounded_mean(sums[c], p->count), p->low, p->high);
}
