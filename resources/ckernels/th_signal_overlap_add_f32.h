/* SignalOverlapAdd of floats: frames that overlap, added up. */
#ifndef TH_SIGNAL_OVERLAP_ADD_F32_H
#define TH_SIGNAL_OVERLAP_ADD_F32_H

#include "th_common.h"

typedef struct {
    int32_t rows, frames; /* frames of each row */
    int32_t size, step;   /* of a frame, and from one to the next */
} th_signal_overlap_add_f32_params;

void th_signal_overlap_add_f32(const th_signal_overlap_add_f32_params* p, const void* input,
                               void* kept, void* output);

#endif
