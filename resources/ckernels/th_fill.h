/* One value in every byte: what PAD pads with. */
#ifndef TH_FILL_H
#define TH_FILL_H

#include "th_common.h"

typedef struct {
    int32_t bytes;
    int32_t value;
} th_fill_params;

void th_fill(const th_fill_params* p, void* output);

#endif
