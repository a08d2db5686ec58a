#include "th_dequantize.h"

void th_dequantize(const th_dequantize_params *p, const void *input, void *output) {
    float *out = (float *)output;
    int32_t i;
    for (i = 0; i < p->elements; ++i) {
        const int32_t x = (int32_t)((uint32_t)th_read_integer(input, p->in_type, i) -
                                    (uint32_t)p->zero);
        out[i] = (float)((double)p->scale * x);
    }
}
