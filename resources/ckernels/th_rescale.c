#include "th_rescale.h"

/* From int16 to int8, where models begin and end with it. */
static void th_words_to_bytes(const th_rescale_params *p, const int16_t *in, int8_t *out) {
    const int32_t zero = p->input_zero;
    const int32_t multiplier = p->multiplier;
    const int32_t shift = p->shift;
    const int32_t output_zero = p->output_zero;
    int32_t left;
    for (left = p->elements; left > 0; --left) {
        const int32_t scaled = th_requantise(*in++ - zero, multiplier, shift);
        *out++ = (int8_t)th_clamp(th_wrapping_add(scaled, output_zero), -128, 127);
    }
}

void th_rescale(const th_rescale_params *p, const void *input, void *output) {
    int32_t i;
    if (p->in_type == TH_INT16 && p->out_type == TH_INT8) {
        th_words_to_bytes(p, (const int16_t *)input, (int8_t *)output);
        return;
    }
    for (i = 0; i < p->elements; ++i) {
        const int32_t x = (int32_t)((uint32_t)th_read_integer(input, p->in_type, i) -
                                    (uint32_t)p->input_zero);
        const int32_t scaled = th_requantise(x, p->multiplier, p->shift);
        th_write_integer(output, p->out_type, i,
                         th_clamp(th_wrapping_add(scaled, p->output_zero), p->low, p->high));
    }
}
