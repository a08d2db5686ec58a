#include "th_conv_tight_s8_row.h"

#include "th_four.h"
#include "th_patch.h"

/* The products of a packed patch with two channels. */
TH_INLINE th_four th_packed_two(const int8_t *patch, const int8_t *end, const uint32_t *weights,
                                th_four sums) {
    do {
        const uint32_t x = th_load32(patch);
        weights = th_four_low(th_even(x), th_odd(x), weights, &sums);
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
        weights = th_four_low(even, odd, weights, &sums);
        more = th_four_high(even, odd, more, &sums);
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
        th_four sums = th_four_begun(c, left);
        sums = left > 2 ? th_packed_four(patch, end, weights, more, sums)
                        : th_packed_two(patch, end, weights, sums);
        th_four_finish(sums, c, left, mode, low, high, out);
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
