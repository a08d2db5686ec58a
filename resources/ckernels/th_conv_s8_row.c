#include "th_conv_s8_row.h"

#include "th_four.h"
#include "th_patches.h"
#include "th_row_patch.h"

/* One patch, in the first place, against two channels. */
TH_INLINE th_four th_two_channels(const uint32_t *in, const uint32_t *end, const uint32_t *weights,
                                  th_four sums) {
    do {
        uint32_t a0, a1;
        (void)th_load_pair(in, &a0, &a1);
        in += 4;
        weights = th_four_low(a0, a1, weights, &sums);
    } while (in != end);
    return sums;
}

/* The same against four, which share the inputs that are read. */
TH_INLINE th_four th_four_channels(const uint32_t *in, const uint32_t *end,
                                   const uint32_t *weights, const uint32_t *more, th_four sums) {
    do {
        uint32_t a0, a1;
        (void)th_load_pair(in, &a0, &a1);
        in += 4;
        weights = th_four_low(a0, a1, weights, &sums);
        more = th_four_high(a0, a1, more, &sums);
    } while (in != end);
    return sums;
}

/* That patch against all channels: the last position of an odd row. */
TH_INLINE void th_one_patch(const th_conv_params *p, const uint32_t *patch, int8_t *out,
                            int32_t mode) {
    const int32_t low = p->low;
    const int32_t high = p->high;
    const uint32_t *weights = p->weights;
    const uint32_t *end = patch + 4 * p->words;
    const th_channel *c = p->channels;
    int32_t left;
    for (left = p->out_depth; left > 0; left -= 4, c += 4) {
        const uint32_t *more = weights + 2 * p->words;
        th_four sums = th_four_begun(c, left);
        sums = left > 2 ? th_four_channels(patch, end, weights, more, sums)
                        : th_two_channels(patch, end, weights, sums);
        th_four_finish(sums, c, left, mode, low, high, out);
        out += 4;
        weights = more + 2 * p->words;
    }
}

static void th_last_patch(const th_conv_params *p, const uint32_t *patch, int8_t *out) {
    const int32_t mode = th_mode(p->folded, p->low, p->high);
    if (mode == TH_FOLDED_FULL)
        th_one_patch(p, patch, out, TH_FOLDED_FULL);
    else if (mode == TH_FOLDED)
        th_one_patch(p, patch, out, TH_FOLDED);
    else
        th_one_patch(p, patch, out, TH_EXACT);
}

void th_conv_s8_row(const th_conv_s8_row_params *p, const int8_t *const *rows, int8_t *output,
                    void *scratch) {
    uint32_t *patches = (uint32_t *)scratch;
    int8_t *packed = (int8_t *)(patches + 4 * p->words);
    /* Nothing is padded, on the right neither. */
    const int32_t is_point = p->in_depth % 4 == 0 && p->height == 1 && p->width == 1 &&
                             p->pad_left == 0 && rows[0] != NULL &&
                             (p->out_width - 1) * p->stride_width < p->in_width;
    int32_t x = -p->pad_left;
    int32_t left, second;
    for (left = p->out_width; left > 0; left -= 2) {
        for (second = 0; second < 2 && second < left; ++second, x += p->stride_width) {
            uint32_t *to = patches + 2 * second;
            if (is_point)
                (void)th_patch_unpack(rows[0] + x * p->in_depth, p->words, to);
            else
                th_row_patch(p, rows, x, to, packed);
        }
        if (left == 1)
            th_last_patch(p, patches, output);
        else
            th_patches(p, patches, output, output + p->out_depth);
        output += 2 * p->out_depth;
    }
}
