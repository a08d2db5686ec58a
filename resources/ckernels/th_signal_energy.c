#include "th_signal_energy.h"

void th_signal_energy(const th_signal_energy_params* p, const void* input, void* output) {
    const int16_t* in = (const int16_t*)input;
    uint32_t* out = (uint32_t*)output;
    int32_t i;
    for (i = 0; i < p->start; ++i) out[i] = 0;
    for (i = p->end; i < p->bins; ++i) out[i] = 0;
    for (i = p->start; i < p->end; ++i) {
        const int32_t real = in[2 * i];
        const int32_t imaginary = in[2 * i + 1];
        out[i] = (uint32_t)(real * real) + (uint32_t)(imaginary * imaginary);
    }
}
