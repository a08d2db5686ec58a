/* Any function of one byte, by a table. */
#ifndef TH_TABLE_8_H
#define TH_TABLE_8_H

#include "th_common.h"

typedef struct {
    int32_t elements;
    const uint8_t* table; /* 256 entries, by the input's bits */
} th_table_8_params;

void th_table_8(const th_table_8_params* p, const void* input, void* output);

#endif
