#include "th_move.h"

/* The innermost loop; single bytes are not worth a call. */
static void th_blocks(const th_move_params *p, const uint8_t *from, uint8_t *to) {
    const int32_t from_step = p->from_step[0];
    const int32_t to_step = p->to_step[0];
    int32_t left = p->count[0];
    if (p->block == 1) {
        for (; left > 0; --left) {
            *to = *from;
            from += from_step;
            to += to_step;
        }
        return;
    }
    for (; left > 0; --left) {
        memcpy(to, from, (size_t)p->block);
        from += from_step;
        to += to_step;
    }
}

void th_move(const th_move_params *p, const void *input, void *output) {
    int32_t from = p->from_start;
    int32_t to = p->to_start;
    int32_t index[TH_LOOPS] = {0};
    int32_t loop;
    do {
        th_blocks(p, (const uint8_t *)input + from, (uint8_t *)output + to);
        for (loop = 1; loop < TH_LOOPS; ++loop) {
            from += p->from_step[loop];
            to += p->to_step[loop];
            if (++index[loop] < p->count[loop]) break;
            from -= p->from_step[loop] * p->count[loop];
            to -= p->to_step[loop] * p->count[loop];
            index[loop] = 0;
        }
    } while (loop < TH_LOOPS);
}
