/* MINIMUM and MAXIMUM of integers of any type. */
#ifndef TH_EXTREME_H
#define TH_EXTREME_H

#include "th_walk.h"

typedef struct {
    th_walk walk;
    int32_t type; /* th_any_integer.h */
    int32_t is_maximum;
} th_extreme_params;

void th_extreme(const th_extreme_params* p, const void* first, const void* second, void* output);

#endif
