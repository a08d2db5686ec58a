/* SignalPCAN: a gain for each channel, by the noise in it. */
#ifndef TH_SIGNAL_PCAN_H
#define TH_SIGNAL_PCAN_H

#include "th_common.h"

typedef struct {
    int32_t channels;
    int32_t shift;
} th_signal_pcan_params;

void th_signal_pcan(const th_signal_pcan_params* p, const void* input, const void* noise,
                    const void* gains, void* output);

#endif
