#include "th_extreme.h"

#include "th_any_integer.h"

void th_extreme(const th_extreme_params* p, const void* first, const void* second, void* output) {
    const int32_t row = p->walk.size[TH_AXES - 1];
    const int32_t step_a = p->walk.first[TH_AXES - 1];
    const int32_t step_b = p->walk.second[TH_AXES - 1];
    th_place place = {0, 0, {0}};
    int32_t at, i;
    for (at = 0; at < p->walk.elements; at += row) {
        for (i = 0; i < row; ++i) {
            const int32_t a = th_read_integer(first, p->type, place.first + i * step_a);
            const int32_t b = th_read_integer(second, p->type, place.second + i * step_b);
            th_write_integer(output, p->type, at + i, (p->is_maximum ? a > b : a < b) ? a : b);
        }
        th_next_row(&p->walk, &place);
    }
}
