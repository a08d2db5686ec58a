#include "th_rescale.h"

void th_rescale(const th_rescale_params *p, const void *input, void *output) {
    int32_t i;
    for (i = 0; i < p->elements; ++i) {
        const int32_t x = (int32_t)((uint32_t)th_read_integer(input, p->in_type, i) -
                                    (uint32_t)p->input_zero);
        const int32_t scaled = th_requantise(x, p->multiplier, p->shift);
        th_write_integer(output, p->out_type, i,
                         th_clamp(th_wrapping_add(scaled, p->output_zero), p->low, p->high));
    }
}
