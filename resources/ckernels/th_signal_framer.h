/* SignalFramer: int16 samples in frames that overlap. Frames that are not complete yet are 0, and
   the output is not valid. */
#ifndef TH_SIGNAL_FRAMER_H
#define TH_SIGNAL_FRAMER_H

#include "th_common.h"

typedef struct {
    int32_t rows, frames; /* frames of each row */
    int32_t size, step;   /* of a frame, and from one to the next */
    int32_t words;        /* of each row's queue */
    int32_t at_first;     /* samples in it after a reset, all 0 */
} th_signal_framer_params;

void th_signal_framer(const th_signal_framer_params* p, const void* input, void* queues,
                      void* output, void* valid);

#endif
