#include "th_signal_square_root.h"

#include "th_memory.h"

/* A digit of the root for every two bits of x. A root within 16 bits stays there. */
static uint32_t th_square_root(uint64_t x) {
    const uint32_t most = x >> 32 == 0 ? 0xFFFFU : 0xFFFFFFFFU;
    uint64_t root = 0;
    uint64_t bit = (uint64_t)1 << 62;
    if (x == 0) return 0;
    while (bit > x) bit >>= 2;
    for (; bit != 0; bit >>= 2) {
        if (x >= root + bit) {
            x -= root + bit;
            root = (root >> 1) + bit;
        } else {
            root >>= 1;
        }
    }
    return (uint32_t)(x > root && root != most ? root + 1 : root);
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
