#include "th_quantize_f32.h"

#include <math.h>

/* The nearest step, halves away from 0; no number is the zero point, what is beyond is the end. */
static int32_t th_nearest_step(const th_quantize_f32_params *p, float x) {
    const float steps = roundf(x / p->scale);
    double value;
    if (isnan(steps)) return p->zero;
    value = (double)steps + p->zero;
    if (value < (double)p->low) return p->low;
    if (value > (double)p->high) return p->high;
    return (int32_t)value;
}

void th_quantize_f32(const th_quantize_f32_params *p, const void *input, void *output) {
    const float *in = (const float *)input;
    int32_t i;
    for (i = 0; i < p->elements; ++i)
        th_write_integer(output, p->out_type, i, th_nearest_step(p, in[i]));
}
