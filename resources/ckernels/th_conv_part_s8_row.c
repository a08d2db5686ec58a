/* Two positions and two output channels at a time, as th_conv_s8_row. */
#include "th_conv_part_s8_row.h"

#include "th_row_patch.h"

TH_INLINE int32_t th_begun(const int32_t *before, int32_t at) {
    return before == NULL ? 0 : before[at];
}

/* Patches against all output channels; the second one counts only where `two` is set. */
static void th_add_patches(const th_conv_params *p, const uint32_t *patches, const int32_t *before,
                           int32_t *sums, int32_t two) {
    const uint32_t *weights = p->weights;
    const uint32_t *end = patches + 4 * p->words;
    const int32_t depth = p->out_depth;
    int32_t c;
    for (c = 0; c < depth; c += 2) {
        const int32_t more = c + 1 < depth;
        th_four_sums s;
        s.one0 = th_begun(before, c);
        s.one1 = more ? th_begun(before, c + 1) : 0;
        s.two0 = two ? th_begun(before, depth + c) : 0;
        s.two1 = two && more ? th_begun(before, depth + c + 1) : 0;
        weights = th_add_products(patches, end, weights, &s);
        sums[c] = s.one0;
        if (more) sums[c + 1] = s.one1;
        if (two) sums[depth + c] = s.two0;
        if (two && more) sums[depth + c + 1] = s.two1;
    }
}

void th_conv_part_s8_row(const th_conv_part_s8_row_params *p, const int8_t *const *rows,
                         const int32_t *before, int32_t *sums, void *scratch) {
    uint32_t *patches = (uint32_t *)scratch;
    int8_t *packed = (int8_t *)(patches + 4 * p->words);
    int32_t x = -p->pad_left;
    int32_t left, i;
    for (left = p->out_width; left > 0; left -= 2) {
        const int32_t two = left > 1;
        th_row_patch(p, rows, x, patches, packed);
        x += p->stride_width;
        if (two) {
            th_row_patch(p, rows, x, patches + 2, packed);
            x += p->stride_width;
        } else {
            for (i = 0; i < p->words; ++i) {
                patches[4 * i + 2] = 0;
                patches[4 * i + 3] = 0;
            }
        }
        th_add_patches(p, patches, before, sums, two);
        if (before != NULL) before += 2 * p->out_depth;
        sums += 2 * p->out_depth;
    }
}
