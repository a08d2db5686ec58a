#include "th_arithmetic_s32.h"

static int32_t th_result(int32_t kind, int32_t a, int32_t b) {
    switch (kind) {
        case TH_SUM: return th_wrapping_add(a, b);
        case TH_DIFFERENCE: return th_wrapping_sub(a, b);
        case TH_PRODUCT: return (int32_t)((uint32_t)a * (uint32_t)b);
        default: return b == -1 ? th_wrapping_sub(0, a) : a / b;
    }
}

void th_arithmetic_s32(const th_arithmetic_s32_params* p, const void* first, const void* second,
                       void* output) {
    const int32_t* a = (const int32_t*)first;
    const int32_t* b = (const int32_t*)second;
    int32_t* out = (int32_t*)output;
    const int32_t row = p->walk.size[TH_AXES - 1];
    const int32_t step_a = p->walk.first[TH_AXES - 1];
    const int32_t step_b = p->walk.second[TH_AXES - 1];
    th_place place = {0, 0, {0}};
    int32_t at, i;
    for (at = 0; at < p->walk.elements; at += row) {
        for (i = 0; i < row; ++i)
            out[at + i] = th_clamp(
                th_result(p->kind, a[place.first + i * step_a], b[place.second + i * step_b]),
                p->low, p->high);
        th_next_row(&p->walk, &place);
    }
}
