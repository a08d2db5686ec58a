/* LOGISTIC of floats. */
#ifndef TH_LOGISTIC_F32_H
#define TH_LOGISTIC_F32_H

#include "th_common.h"

typedef struct {
    int32_t elements;
} th_logistic_f32_params;

void th_logistic_f32(const th_logistic_f32_params* p, const void* input, void* output);

#endif
