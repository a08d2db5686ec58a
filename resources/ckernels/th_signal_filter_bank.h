/* SignalFilterBank: channel c weighs its frequencies; with the rest of the weight they count for
   channel c + 1. The first channel does not come out. */
#ifndef TH_SIGNAL_FILTER_BANK_H
#define TH_SIGNAL_FILTER_BANK_H

#include "th_common.h"

/* Its first frequency, its first weight, and how many there are. */
typedef struct {
    int32_t frequency, weight, width;
} th_signal_channel;

typedef struct {
    int32_t channels; /* that come out */
    const th_signal_channel* bank;
} th_signal_filter_bank_params;

void th_signal_filter_bank(const th_signal_filter_bank_params* p, const void* input,
                           const void* weights, const void* unweights, void* output);

#endif
