/* SignalStacker: the last frames side by side; the first one counts several times, for those
   before it. Without enough of them the output is 0 and not valid. */
#ifndef TH_SIGNAL_STACKER_H
#define TH_SIGNAL_STACKER_H

#include "th_common.h"

typedef struct {
    int32_t size;     /* samples of a frame */
    int32_t stacked;  /* of the output */
    int32_t advance;  /* that leave the queue with every output */
    int32_t at_first; /* how often the first frame counts */
    int32_t elements; /* of the output, which may be larger */
} th_signal_stacker_params;

void th_signal_stacker(const th_signal_stacker_params* p, const void* input, void* memory,
                       void* started, void* output, void* valid);

#endif
