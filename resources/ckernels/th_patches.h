/* Two patches, unpacked side by side, against all output channels. */
#ifndef TH_PATCHES_H
#define TH_PATCHES_H

#include "th_patch.h"

/* Two patches against all output channels; one[] and two[] are their outputs. */
TH_INLINE void th_two_patches(const th_conv_params* p, const uint32_t* patches, int8_t* one,
                              int8_t* two, int32_t mode) {
    const uint32_t* weights = p->weights;
    const th_channel* c = p->channels;
    const int32_t low = p->low;
    const int32_t high = p->high;
    int32_t left;
    for (left = p->out_depth; left > 0; left -= 2, c += 2) {
        th_channel channel = c[0];
        th_four_sums sums;
        sums.one0 = channel.bias;
        sums.two0 = channel.bias;
        sums.one1 = left > 1 ? c[1].bias : 0;
        sums.two1 = sums.one1;
        weights = th_add_products(patches, patches + 4 * p->words, weights, &sums);
        channel = c[0];
        one[0] = th_finish(sums.one0, channel, mode, low, high);
        two[0] = th_finish(sums.two0, channel, mode, low, high);
        if (left == 1) break;
        channel = c[1];
        one[1] = th_finish(sums.one1, channel, mode, low, high);
        two[1] = th_finish(sums.two1, channel, mode, low, high);
        one += 2;
        two += 2;
    }
}

/* One of three, so that each is without the others' tests. */
static void th_patches_full(const th_conv_params* p, const uint32_t* patches, int8_t* one,
                            int8_t* two) {
    th_two_patches(p, patches, one, two, TH_FOLDED_FULL);
}
static void th_patches_folded(const th_conv_params* p, const uint32_t* patches, int8_t* one,
                              int8_t* two) {
    th_two_patches(p, patches, one, two, TH_FOLDED);
}
static void th_patches_exact(const th_conv_params* p, const uint32_t* patches, int8_t* one,
                             int8_t* two) {
    th_two_patches(p, patches, one, two, TH_EXACT);
}

static void th_patches(const th_conv_params* p, const uint32_t* patches, int8_t* one, int8_t* two) {
    const int32_t mode = th_mode(p->folded, p->low, p->high);
    if (mode == TH_FOLDED_FULL)
        th_patches_full(p, patches, one, two);
    else if (mode == TH_FOLDED)
        th_patches_folded(p, patches, one, two);
    else
        th_patches_exact(p, patches, one, two);
}

#endif
