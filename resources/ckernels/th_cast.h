/* CAST between numbers of any type. */
#ifndef TH_CAST_H
#define TH_CAST_H

#include "th_common.h"

/* After the types of th_any_integer.h. */
enum { TH_UINT32 = 4, TH_INT64 = 5, TH_BOOL = 6, TH_FLOAT32 = 7 };

typedef struct {
    int32_t elements;
    int32_t in_type, out_type;
} th_cast_params;

void th_cast(const th_cast_params* p, const void* input, void* output);

#endif
