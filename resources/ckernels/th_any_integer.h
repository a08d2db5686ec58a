/* Integers of any of the types that tensors have, one at a time. */
#ifndef TH_ANY_INTEGER_H
#define TH_ANY_INTEGER_H

#include "th_common.h"

enum { TH_INT8 = 0, TH_UINT8 = 1, TH_INT16 = 2, TH_INT32 = 3 };

TH_INLINE int32_t th_read_integer(const void* from, int32_t type, int32_t index) {
    if (type == TH_INT8) return ((const int8_t*)from)[index];
    if (type == TH_UINT8) return ((const uint8_t*)from)[index];
    if (type == TH_INT16) return ((const int16_t*)from)[index];
    return ((const int32_t*)from)[index];
}

/* `value` is one of the type. */
TH_INLINE void th_write_integer(void* to, int32_t type, int32_t index, int32_t value) {
    if (type == TH_INT8)
        ((int8_t*)to)[index] = (int8_t)value;
    else if (type == TH_UINT8)
        ((uint8_t*)to)[index] = (uint8_t)value;
    else if (type == TH_INT16)
        ((int16_t*)to)[index] = (int16_t)value;
    else
        ((int32_t*)to)[index] = value;
}

#endif
