/* Bits of a number. */
#ifndef TH_SIGNAL_BITS_H
#define TH_SIGNAL_BITS_H

#include "th_common.h"

/* As many as x has without leading zeros. */
TH_INLINE int32_t th_bit_width(uint32_t x) {
#if defined(__GNUC__) || defined(__clang__)
    return x == 0U ? 0 : (int32_t)(8U * sizeof(unsigned)) - __builtin_clz(x);
#else
    int32_t bits = 0;
    for (; x != 0U; x >>= 1) ++bits;
    return bits;
#endif
}

#endif
