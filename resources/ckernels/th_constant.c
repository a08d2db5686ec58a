#include "th_constant.h"

void th_constant(const th_constant_params *p, void *output) {
    memcpy(output, p->contents, (size_t)p->bytes);
}
