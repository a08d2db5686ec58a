/* What was known when the project was made. */
#ifndef TH_CONSTANT_H
#define TH_CONSTANT_H

#include "th_common.h"

typedef struct {
    int32_t bytes;
    const uint8_t* contents;
} th_constant_params;

void th_constant(const th_constant_params* p, void* output);

#endif
