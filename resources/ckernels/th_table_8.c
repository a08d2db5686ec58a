#include "th_table_8.h"

void th_table_8(const th_table_8_params *p, const void *input, void *output) {
    const uint8_t *in = (const uint8_t *)input;
    const uint8_t *table = p->table;
    uint8_t *out = (uint8_t *)output;
    int32_t left = p->elements;
    for (; left >= 4; left -= 4) {
        out[0] = table[in[0]];
        out[1] = table[in[1]];
        out[2] = table[in[2]];
        out[3] = table[in[3]];
        in += 4;
        out += 4;
    }
    for (; left > 0; --left) *out++ = table[*in++];
}
