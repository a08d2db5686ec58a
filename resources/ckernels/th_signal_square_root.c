#include "th_signal_square_root.h"

#include "th_memory.h"
#include "th_signal_bits.h"

/* The same as below in 32 bits. */
static uint32_t th_short_root(uint32_t x) {
    uint32_t root = 0;
    uint32_t bit;
    if (x == 0) return 0;
    bit = (uint32_t)1 << ((th_bit_width(x) - 1) & ~1);
    for (; bit != 0; bit >>= 2) {
        const uint32_t next = root + bit;
        root >>= 1;
        if (x >= next) {
            x -= next;
            root += bit;
        }
    }
    return x > root && root != 0xFFFFU ? root + 1 : root;
}

/* A digit of the root for every two bits of x. A root within 16 bits stays there. */
static uint32_t th_square_root(uint64_t x) {
    uint64_t root = 0;
    uint64_t bit;
    if (x >> 32 == 0) return th_short_root((uint32_t)x);
    bit = (uint64_t)1 << ((31 + th_bit_width((uint32_t)(x >> 32))) & ~1);
    for (; bit != 0; bit >>= 2) {
        if (x >= root + bit) {
            x -= root + bit;
            root = (root >> 1) + bit;
        } else {
            root >>= 1;
        }
    }
    return (uint32_t)(x > root && root != 0xFFFFFFFFU ? root + 1 : root);
}

void th_signal_square_root(const th_signal_square_root_params* p, const void* input,
                           const void* drop, void* output) {
    const uint8_t* in = (const uint8_t*)input;
    const int32_t bits = *(const int32_t*)drop;
    uint32_t* out = (uint32_t*)output;
    int32_t i;
    for (i = 0; i < p->elements; ++i)
        out[i] =
            bits < 0 || bits > 31 ? 0U : th_square_root(th_load64(in + 8 * i)) >> (uint32_t)bits;
}
