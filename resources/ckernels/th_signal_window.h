/* SignalWindow: int16 samples, weighed. */
#ifndef TH_SIGNAL_WINDOW_H
#define TH_SIGNAL_WINDOW_H

#include "th_common.h"

typedef struct {
    int32_t elements;
    int32_t width; /* of the window, which divides the samples */
    int32_t shift;
} th_signal_window_params;

void th_signal_window(const th_signal_window_params* p, const void* input, const void* window,
                      void* output);

#endif
