/* SignalFftAutoScale: int16 samples, as large as they can be. */
#ifndef TH_SIGNAL_AUTO_SCALE_H
#define TH_SIGNAL_AUTO_SCALE_H

#include "th_common.h"

typedef struct {
    int32_t elements;
} th_signal_auto_scale_params;

void th_signal_auto_scale(const th_signal_auto_scale_params* p, const void* input, void* output,
                          void* bits);

#endif
