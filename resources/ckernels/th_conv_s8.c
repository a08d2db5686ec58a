/* Two output positions and two output channels at a time: each unpacked weight and each unpacked
   input is used twice. The patches of the two positions are unpacked once for all channels. */
#include "th_conv_s8.h"

/* `words` words of int8 to the places of one of two patches: two words of halves out of each. */
TH_INLINE uint32_t *th_unpack(const int8_t *from, int32_t words, uint32_t *to) {
    for (; words >= 2; words -= 2) {
        const uint32_t a = th_load32(from);
        const uint32_t b = th_load32(from + 4);
        to[0] = th_even(a);
        to[1] = th_odd(a);
        to[4] = th_even(b);
        to[5] = th_odd(b);
        to += 8;
        from += 8;
    }
    if (words > 0) {
        const uint32_t a = th_load32(from);
        to[0] = th_even(a);
        to[1] = th_odd(a);
        to += 4;
    }
    return to;
}

TH_INLINE uint32_t *th_fill(uint32_t halves, int32_t words, uint32_t *to) {
    for (; words > 0; --words) {
        to[0] = halves;
        to[1] = halves;
        to += 4;
    }
    return to;
}

TH_INLINE int8_t *th_move(const int8_t *from, int32_t bytes, int8_t *to) {
    for (; bytes >= 4; bytes -= 4) {
        th_store32(to, th_load32(from));
        from += 4;
        to += 4;
    }
    for (; bytes > 0; --bytes) *to++ = *from++;
    return to;
}

/* The columns of the window that lie inside the input, for a window that starts at column x. */
typedef struct {
    int32_t first, last;
} th_span;

TH_INLINE th_span th_inside(int32_t x, int32_t window, int32_t dilation, int32_t size) {
    th_span span = {0, window};
    while (span.first < window && x + span.first * dilation < 0) ++span.first;
    while (span.last > span.first && x + (span.last - 1) * dilation >= size) --span.last;
    return span;
}

/* The depth is a multiple of 4: straight from the input. */
static void th_patch_by_words(const th_conv_s8_params *p, const int8_t *input, int32_t y, int32_t x,
                              uint32_t *to) {
    const int32_t depth = p->in_depth / 4;
    const uint32_t zero = ((uint32_t)p->input_zero & 0xFFFFU) | ((uint32_t)p->input_zero << 16);
    const th_span inside = th_inside(x, p->width, p->dilation_width, p->in_width);
    int32_t ky, kx;
    for (ky = 0; ky < p->height; ++ky) {
        const int32_t row = y + ky * p->dilation_height;
        const int8_t *from = input + (row * p->in_width + x) * p->in_depth;
        if (row < 0 || row >= p->in_height) {
            to = th_fill(zero, p->width * depth, to);
            continue;
        }
        to = th_fill(zero, inside.first * depth, to);
        if (p->dilation_width == 1) {
            to = th_unpack(from + inside.first * p->in_depth, (inside.last - inside.first) * depth,
                           to);
        } else {
            for (kx = inside.first; kx < inside.last; ++kx)
                to = th_unpack(from + kx * p->dilation_width * p->in_depth, depth, to);
        }
        to = th_fill(zero, (p->width - inside.last) * depth, to);
    }
}

/* Any depth: by way of a packed patch. */
static void th_patch_by_bytes(const th_conv_s8_params *p, const int8_t *input, int32_t y, int32_t x,
                              uint32_t *to, int8_t *packed) {
    const th_span inside = th_inside(x, p->width, p->dilation_width, p->in_width);
    int8_t *end = packed;
    int32_t ky, kx, i;
    for (ky = 0; ky < p->height; ++ky) {
        const int32_t row = y + ky * p->dilation_height;
        const int8_t *from = input + (row * p->in_width + x) * p->in_depth;
        if (row < 0 || row >= p->in_height) {
            for (i = p->width * p->in_depth; i > 0; --i) *end++ = (int8_t)p->input_zero;
            continue;
        }
        for (i = inside.first * p->in_depth; i > 0; --i) *end++ = (int8_t)p->input_zero;
        if (p->dilation_width == 1) {
            end = th_move(from + inside.first * p->in_depth,
                          (inside.last - inside.first) * p->in_depth, end);
        } else {
            for (kx = inside.first; kx < inside.last; ++kx)
                end = th_move(from + kx * p->dilation_width * p->in_depth, p->in_depth, end);
        }
        for (i = (p->width - inside.last) * p->in_depth; i > 0; --i) *end++ = (int8_t)p->input_zero;
    }
    while (end < packed + 4 * p->words) *end++ = 0;
    th_unpack(packed, p->words, to);
}

/* Two patches against all output channels; one[] and two[] are their outputs. */
TH_INLINE void th_two_patches(const th_conv_s8_params *p, const uint32_t *patches, int8_t *one,
                              int8_t *two, int32_t mode) {
    const uint32_t *weights = p->weights;
    const th_channel *c = p->channels;
    const int32_t low = p->low;
    const int32_t high = p->high;
    int32_t left;
    for (left = p->out_depth; left > 0; left -= 2, c += 2) {
        const uint32_t *in = patches;
        const uint32_t *end = patches + 4 * p->words;
        th_channel channel = c[0];
        int32_t one0 = channel.bias;
        int32_t two0 = one0;
        int32_t one1 = left > 1 ? c[1].bias : 0;
        int32_t two1 = one1;
        do {
            uint32_t a0, a1, b0, b1, w, v, halves;
            in = th_load_pair(in, &a0, &a1);
            in = th_load_pair(in, &b0, &b1);
            weights = th_load_pair(weights, &w, &v);
            halves = th_even(w);
            one0 = th_dot2(a0, halves, one0);
            two0 = th_dot2(b0, halves, two0);
            halves = th_odd(w);
            one0 = th_dot2(a1, halves, one0);
            two0 = th_dot2(b1, halves, two0);
            halves = th_even(v);
            one1 = th_dot2(a0, halves, one1);
            two1 = th_dot2(b0, halves, two1);
            halves = th_odd(v);
            one1 = th_dot2(a1, halves, one1);
            two1 = th_dot2(b1, halves, two1);
        } while (in != end);
        channel = c[0];
        one[0] = th_finish(one0, channel, mode, low, high);
        two[0] = th_finish(two0, channel, mode, low, high);
        if (left == 1) break;
        channel = c[1];
        one[1] = th_finish(one1, channel, mode, low, high);
        two[1] = th_finish(two1, channel, mode, low, high);
        one += 2;
        two += 2;
    }
}

/* One of three, so that each is without the others' tests. */
static void th_patches_full(const th_conv_s8_params *p, const uint32_t *patches, int8_t *one,
                            int8_t *two) {
    th_two_patches(p, patches, one, two, TH_FOLDED_FULL);
}
static void th_patches_folded(const th_conv_s8_params *p, const uint32_t *patches, int8_t *one,
                              int8_t *two) {
    th_two_patches(p, patches, one, two, TH_FOLDED);
}
static void th_patches_exact(const th_conv_s8_params *p, const uint32_t *patches, int8_t *one,
                             int8_t *two) {
    th_two_patches(p, patches, one, two, TH_EXACT);
}

static void th_patches(const th_conv_s8_params *p, const uint32_t *patches, int8_t *one,
                       int8_t *two) {
    const int32_t mode = th_mode(p->folded, p->low, p->high);
    if (mode == TH_FOLDED_FULL)
        th_patches_full(p, patches, one, two);
    else if (mode == TH_FOLDED)
        th_patches_folded(p, patches, one, two);
    else
        th_patches_exact(p, patches, one, two);
}

void th_conv_s8(const th_conv_s8_params *p, const int8_t *input, int8_t *output, void *scratch) {
    uint32_t *patches = (uint32_t *)scratch;
    int8_t *packed = (int8_t *)(patches + 4 * p->words);
    const int32_t by_words = p->in_depth % 4 == 0;
    const int32_t is_point = by_words && p->height == 1 && p->width == 1 && p->pad_top == 0 &&
                             p->pad_left == 0;
    int32_t waiting = 0;
    int8_t *first = output;
    int32_t n, oy, ox;
    for (n = 0; n < p->batches; ++n) {
        for (oy = 0; oy < p->out_height; ++oy) {
            const int32_t y = oy * p->stride_height - p->pad_top;
            for (ox = 0; ox < p->out_width; ++ox) {
                const int32_t x = ox * p->stride_width - p->pad_left;
                if (is_point)
                    th_unpack(input + (y * p->in_width + x) * p->in_depth, p->words,
                              patches + 2 * waiting);
                else if (by_words)
                    th_patch_by_words(p, input, y, x, patches + 2 * waiting);
                else
                    th_patch_by_bytes(p, input, y, x, patches + 2 * waiting, packed);
                waiting += 1;
                if (waiting == 2) {
                    th_patches(p, patches, first, output);
                    waiting = 0;
                } else {
                    first = output;
                }
                output += p->out_depth;
            }
        }
        input += p->in_height * p->in_width * p->in_depth;
    }
    if (waiting != 0) {
        /* An odd number of positions: the second patch is the first one again. */
        int32_t i;
        for (i = 0; i < p->words; ++i) {
            patches[4 * i + 2] = patches[4 * i];
            patches[4 * i + 3] = patches[4 * i + 1];
        }
        th_patches(p, patches, first, first);
    }
}
