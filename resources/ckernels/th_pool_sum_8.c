#include "th_pool_sum_8.h"

void th_pool_sum_8(const th_pool_sum_8_params *p, const int8_t *row, int32_t *sums) {
    int32_t c, x;
    for (c = 0; c < p->depth; ++c) {
        const uint8_t *in = (const uint8_t *)row + c;
        int32_t sum = 0;
        for (x = p->width; x > 0; --x, in += p->depth) sum += p->is_unsigned ? *in : (int8_t)*in;
        sums[c] += sum;
    }
}
