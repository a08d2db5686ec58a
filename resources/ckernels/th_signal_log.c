#include "th_signal_log.h"

#include "th_signal_bits.h"

/* scale * ln x; what does not fit is lost. */
static uint32_t th_scaled_log(const th_signal_log_params* p, uint32_t x) {
    const uint32_t whole = (uint32_t)th_bit_width(x) - 1U;
    const uint32_t above = x - (1U << whole);
    const uint32_t fraction = whole < 16U ? above << (16U - whole) : above >> (whole - 16U);
    const int32_t low = p->excess[fraction >> 9];
    const int32_t high = p->excess[(fraction >> 9) + 1U];
    /* The table has 128 segments of 512: the slope is a 128th of what it should be. */
    const int32_t slope = ((high - low) * (int32_t)(fraction & 511U)) >> 16;
    const uint32_t log2 = (whole << 16) + fraction + (uint32_t)(low + slope);
    const uint32_t log = (uint32_t)(((uint64_t)45426U * log2 + (1U << 15)) >> 16);
    return ((uint32_t)p->scale * log + (1U << 15)) >> 16;
}

void th_signal_log(const th_signal_log_params* p, const void* input, void* output) {
    const uint32_t* in = (const uint32_t*)input;
    int16_t* out = (int16_t*)output;
    int32_t i;
    for (i = 0; i < p->elements; ++i) {
        const uint32_t x = in[i] << (uint32_t)p->correction;
        const uint32_t log = x <= 1U ? 0U : th_scaled_log(p, x);
        out[i] = (int16_t)(log < 32767U ? log : 32767U);
    }
}
