#include "th_place_row.h"

void th_place_row(const th_place_row_params *p, const int8_t *slice, int8_t *row) {
    const size_t count = (size_t)p->count;
    int32_t x;
    row += p->first;
    for (x = p->width; x > 0; --x) {
        memcpy(row, slice, count);
        slice += count;
        row += p->channels;
    }
}
