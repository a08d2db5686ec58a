/* Bytes as they are: RESHAPE and its like where input and output are not the same place. */
#ifndef TH_COPY_H
#define TH_COPY_H

#include "th_common.h"

typedef struct {
    int32_t bytes;
} th_copy_params;

void th_copy(const th_copy_params* p, const void* input, void* output);

#endif
