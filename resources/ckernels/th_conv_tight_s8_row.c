#include "th_conv_tight_s8_row.h"

#include "th_patch.h"

typedef struct {
    int32_t a, b, c, d;
} th_four;

/* The products of a packed patch with two channels. */
TH_INLINE th_four th_packed_two(const int8_t *patch, const int8_t *end, const uint32_t *weights,
                                th_four sums) {
    do {
        const uint32_t x = th_load32(patch);
        const uint32_t even = th_even(x);
        const uint32_t odd = th_odd(x);
        uint32_t w, v;
        weights = th_load_pair(weights, &w, &v);
        sums.a = th_dot2(even, th_even(w), sums.a);
        sums.a = th_dot2(odd, th_odd(w), sums.a);
        sums.b = th_dot2(even, th_even(v), sums.b);
        sums.b = th_dot2(odd, th_odd(v), sums.b);
        patch += 4;
    } while (patch != end);
    return sums;
}

/* The same with four, which share the inputs that are unpacked. */
TH_INLINE th_four th_packed_four(const int8_t *patch, const int8_t *end, const uint32_t *weights,
                                 const uint32_t *more, th_four sums) {
    do {
        const uint32_t x = th_load32(patch);
        const uint32_t even = th_even(x);
        const uint32_t odd = th_odd(x);
        uint32_t w, v;
        weights = th_load_pair(weights, &w, &v);
        sums.a = th_dot2(even, th_even(w), sums.a);
        sums.a = th_dot2(odd, th_odd(w), sums.a);
        sums.b = th_dot2(even, th_even(v), sums.b);
        sums.b = th_dot2(odd, th_odd(v), sums.b);
        more = th_load_pair(more, &w, &v);
        sums.c = th_dot2(even, th_even(w), sums.c);
        sums.c = th_dot2(odd, th_odd(w), sums.c);
        sums.d = th_dot2(even, th_even(v), sums.d);
        sums.d = th_dot2(odd, th_odd(v), sums.d);
        patch += 4;
    } while (patch != end);
    return sums;
}

/* A patch against all channels, four at a time. */
TH_INLINE void th_packed_outputs(const th_conv_tight_s8_row_params *p, const int8_t *patch,
                                 int8_t *out, int32_t mode) {
    const int32_t low = p->low;
    const int32_t high = p->high;
    const uint32_t *weights = p->weights;
    const int8_t *end = patch + 4 * p->words;
    const th_channel *c = p->channels;
    int32_t left;
    for (left = p->out_depth; left > 0; left -= 4, c += 4) {
        const uint32_t *more = weights + 2 * p->words;
        th_four sums;
        sums.a = c[0].bias;
        sums.b = left > 1 ? c[1].bias : 0;
        sums.c = left > 2 ? c[2].bias : 0;
        sums.d = left > 3 ? c[3].bias : 0;
        sums = left > 2 ? th_packed_four(patch, end, weights, more, sums)
                        : th_packed_two(patch, end, weights, sums);
        out[0] = th_finish(sums.a, c[0], mode, low, high);
        if (left > 1) out[1] = th_finish(sums.b, c[1], mode, low, high);
        if (left > 2) out[2] = th_finish(sums.c, c[2], mode, low, high);
        if (left > 3) out[3] = th_finish(sums.d, c[3], mode, low, high);
        out += 4;
        weights = more + 2 * p->words;
    }
}

static void th_packed_full(const th_conv_tight_s8_row_params *p, const int8_t *patch, int8_t *out) {
    th_packed_outputs(p, patch, out, TH_FOLDED_FULL);
}
static void th_packed_any(const th_conv_tight_s8_row_params *p, const int8_t *patch, int8_t *out) {
    th_packed_outputs(p, patch, out, th_mode(p->folded, p->low, p->high));
}

void th_conv_tight_s8_row(const th_conv_tight_s8_row_params *p, const int8_t *const *rows,
                          int8_t *output, void *scratch) {
    const int32_t is_full = th_mode(p->folded, p->low, p->high) == TH_FOLDED_FULL;
    int8_t *patch = (int8_t *)scratch;
    int32_t x = -p->pad_left;
    int32_t left, y;
    for (left = p->out_width; left > 0; --left, x += p->stride_width) {
        const th_span inside = th_inside(x, p->width, p->dilation_width, p->in_width);
        int8_t *end = patch;
        for (y = 0; y < p->height; ++y) end = th_patch_row_bytes(p, rows[y], x, inside, end);
        while (end < patch + 4 * p->words) *end++ = 0;
        if (is_full)
            th_packed_full(p, patch, output);
        else
            th_packed_any(p, patch, output);
        output += p->out_depth;
    }
}
