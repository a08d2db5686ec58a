/* SignalEnergy: squares of complex int16 numbers; other bins than [start, end) are 0. */
#ifndef TH_SIGNAL_ENERGY_H
#define TH_SIGNAL_ENERGY_H

#include "th_common.h"

typedef struct {
    int32_t bins; /* of the output */
    int32_t start, end;
} th_signal_energy_params;

void th_signal_energy(const th_signal_energy_params* p, const void* input, void* output);

#endif
