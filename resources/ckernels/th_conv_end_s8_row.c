#include "th_conv_end_s8_row.h"

void th_conv_end_s8_row(const th_conv_end_s8_row_params *p, const int32_t *sums, int8_t *output) {
    const int32_t mode = th_mode(p->folded, p->low, p->high);
    const uint8_t *in = (const uint8_t *)sums;
    int32_t x, c;
    for (x = 0; x < p->width; ++x)
        for (c = 0; c < p->depth; ++c) {
            const th_channel channel = p->channels[c];
            /* By bytes, as the output takes the sums' place. */
            const int32_t sum = th_wrapping_add((int32_t)th_load32(in), channel.bias);
            in += 4;
            *output++ = mode == TH_EXACT ? th_finish(sum, channel, TH_EXACT, p->low, p->high)
                                         : th_finish(sum, channel, TH_FOLDED, p->low, p->high);
        }
}
