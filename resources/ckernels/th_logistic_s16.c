#include "th_logistic_s16.h"

#include "th_sigmoid_16.h"

static int32_t th_in_unit(const th_logistic_s16_params* p, int32_t x) {
    const uint32_t half = p->shift > 0 ? 1U << (uint32_t)(p->shift - 1) : 0U;
    return (int32_t)((uint32_t)x * (uint32_t)p->factor + half) >> p->shift;
}

void th_logistic_s16(const th_logistic_s16_params* p, const void* input, void* output) {
    const int16_t* in = (const int16_t*)input;
    int16_t* out = (int16_t*)output;
    int32_t i;
    for (i = 0; i < p->elements; ++i) out[i] = th_logistic_16(p->table, th_in_unit(p, in[i]));
}
