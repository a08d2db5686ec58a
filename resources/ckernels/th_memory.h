/* Numbers of 64 bits that may lie on 4 bytes. */
#ifndef TH_MEMORY_H
#define TH_MEMORY_H

#include "th_common.h"

TH_INLINE uint64_t th_load64(const void* from) {
    uint64_t value;
    memcpy(&value, from, sizeof value);
    return value;
}

TH_INLINE void th_store64(void* to, uint64_t value) { memcpy(to, &value, sizeof value); }

#endif
