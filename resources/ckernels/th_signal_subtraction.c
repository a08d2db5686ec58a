#include "th_signal_subtraction.h"

void th_signal_subtraction(const th_signal_subtraction_params* p, const void* input,
                           void* estimates, void* output, void* noise) {
    const uint32_t* in = (const uint32_t*)input;
    uint32_t* estimate = (uint32_t*)estimates;
    uint32_t* out = (uint32_t*)output;
    uint32_t* noises = (uint32_t*)noise;
    int32_t c;
    for (c = 0; c < p->channels; ++c) {
        const uint32_t fresh = (uint32_t)(c % 2 == 0 ? p->even_fresh : p->odd_fresh);
        const uint32_t old = (uint32_t)(c % 2 == 0 ? p->even_old : p->odd_old);
        const uint32_t scaled = in[c] << (uint32_t)p->smoothing_bits;
        const uint32_t least =
            (uint32_t)(((uint64_t)in[c] * (uint32_t)p->least) >> (uint32_t)p->fraction_bits);
        const uint32_t smooth =
            (uint32_t)(((uint64_t)scaled * fresh + (uint64_t)estimate[c] * old) >>
                       (uint32_t)p->fraction_bits);
        const uint32_t taken = smooth < scaled ? smooth : scaled;
        const uint32_t remains = (scaled - taken) >> (uint32_t)p->smoothing_bits;
        estimate[c] = p->clamps ? taken : smooth;
        noises[c] = estimate[c];
        out[c] = remains < least ? least : remains;
    }
}
