/* Four outputs at a time share each unpacked input. */
#include "th_fully_connected_s8.h"

#include "th_dot.h"

#define TH_FOUR_OUTPUTS(word)                          \
    do {                                               \
        const uint32_t even = th_even(word);           \
        const uint32_t odd = th_odd(word);             \
        uint32_t w, v;                                 \
        weights = th_load_pair(weights, &w, &v);       \
        sum0 = th_dot2(even, th_even(w), sum0);        \
        sum0 = th_dot2(odd, th_odd(w), sum0);          \
        sum1 = th_dot2(even, th_even(v), sum1);        \
        sum1 = th_dot2(odd, th_odd(v), sum1);          \
        weights = th_load_pair(weights, &w, &v);       \
        sum2 = th_dot2(even, th_even(w), sum2);        \
        sum2 = th_dot2(odd, th_odd(w), sum2);          \
        sum3 = th_dot2(even, th_even(v), sum3);        \
        sum3 = th_dot2(odd, th_odd(v), sum3);          \
    } while (0)

void th_fully_connected_s8(const th_fully_connected_s8_params *p, const int8_t *input,
                           int8_t *output) {
    const int32_t rest = p->depth % 4;
    const int32_t mode = th_mode(p->folded, p->low, p->high);
    int32_t row, left;
    for (row = 0; row < p->rows; ++row, input += p->depth) {
        const uint32_t *weights = p->weights;
        const th_channel *c = p->channels;
        for (left = p->outputs; left > 0; left -= 4, c += 4) {
            const int8_t *in = input;
            const int8_t *end = input + (p->depth - rest);
            int32_t sum0 = c[0].bias;
            int32_t sum1 = left > 1 ? c[1].bias : 0;
            int32_t sum2 = left > 2 ? c[2].bias : 0;
            int32_t sum3 = left > 3 ? c[3].bias : 0;
            for (; in != end; in += 4) {
                const uint32_t word = th_load32(in);
                TH_FOUR_OUTPUTS(word);
            }
            if (rest != 0) {
                const uint32_t word = th_load_some(in, rest);
                TH_FOUR_OUTPUTS(word);
            }
            *output++ = th_finish(sum0, c[0], mode, p->low, p->high);
            if (left > 1) *output++ = th_finish(sum1, c[1], mode, p->low, p->high);
            if (left > 2) *output++ = th_finish(sum2, c[2], mode, p->low, p->high);
            if (left > 3) *output++ = th_finish(sum3, c[3], mode, p->low, p->high);
        }
    }
}
