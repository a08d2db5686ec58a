#include "th_fully_connected_part_s8.h"

#include "th_dot.h"

void th_fully_connected_part_s8(const th_fully_connected_part_s8_params *p, const int8_t *input,
                                const int32_t *before, int32_t *sums) {
    const uint32_t *weights = p->weights;
    int32_t c, i;
    for (c = 0; c < p->outputs; c += 4) {
        const int32_t left = p->outputs - c < 4 ? p->outputs - c : 4;
        int32_t four[4] = {0, 0, 0, 0};
        for (i = 0; before != NULL && i < left; ++i) four[i] = before[c + i];
        weights = th_four_dots(weights, input, p->depth, four);
        for (i = 0; i < left; ++i) sums[c + i] = four[i];
    }
}
