/* SignalOverlapAdd of int16: frames that overlap, added up. */
#ifndef TH_SIGNAL_OVERLAP_ADD_S16_H
#define TH_SIGNAL_OVERLAP_ADD_S16_H

#include "th_common.h"

typedef struct {
    int32_t rows, frames; /* frames of each row */
    int32_t size, step;   /* of a frame, and from one to the next */
} th_signal_overlap_add_s16_params;

void th_signal_overlap_add_s16(const th_signal_overlap_add_s16_params* p, const void* input,
                               void* kept, void* output);

#endif
