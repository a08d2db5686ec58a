/* MINIMUM and MAXIMUM of floats; the second where one is not a number. */
#ifndef TH_EXTREME_F32_H
#define TH_EXTREME_F32_H

#include "th_walk.h"

typedef struct {
    th_walk walk;
    int32_t is_maximum;
} th_extreme_f32_params;

void th_extreme_f32(const th_extreme_f32_params* p, const void* first, const void* second,
                    void* output);

#endif
