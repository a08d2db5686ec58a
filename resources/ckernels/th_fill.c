#include "th_fill.h"

void th_fill(const th_fill_params *p, void *output) {
    memset(output, (int)p->value, (size_t)p->bytes);
}
