/* The patch of the input under a window, unpacked once for all output channels. The patches of two
   positions lie side by side, so that each unpacked weight is used twice. */
#ifndef TH_PATCH_H
#define TH_PATCH_H

#include <stddef.h>

#include "th_conv.h"

/* `words` words of int8 to the places of one of two patches: two words of halves out of each. */
TH_INLINE uint32_t* th_patch_unpack(const int8_t* from, int32_t words, uint32_t* to) {
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

TH_INLINE uint32_t* th_patch_fill(uint32_t halves, int32_t words, uint32_t* to) {
    for (; words > 0; --words) {
        to[0] = halves;
        to[1] = halves;
        to += 4;
    }
    return to;
}

TH_INLINE int8_t* th_patch_move(const int8_t* from, int32_t bytes, int8_t* to) {
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

/* One row of a patch, for a window that starts at column x; `row` is null outside the image. The
   depth is a multiple of 4: unpacked straight from the input. */
TH_INLINE uint32_t* th_patch_row_words(const th_conv_params* p, const int8_t* row, int32_t x,
                                       th_span inside, uint32_t zero, uint32_t* to) {
    const int32_t depth = p->in_depth / 4;
    const int8_t* from;
    int32_t kx;
    if (row == NULL) return th_patch_fill(zero, p->width * depth, to);
    from = row + x * p->in_depth;
    to = th_patch_fill(zero, inside.first * depth, to);
    if (p->dilation_width == 1) {
        to = th_patch_unpack(from + inside.first * p->in_depth,
                             (inside.last - inside.first) * depth, to);
    } else {
        for (kx = inside.first; kx < inside.last; ++kx)
            to = th_patch_unpack(from + kx * p->dilation_width * p->in_depth, depth, to);
    }
    return th_patch_fill(zero, (p->width - inside.last) * depth, to);
}

/* The same of any depth, packed: such a patch is unpacked when it is whole. */
TH_INLINE int8_t* th_patch_row_bytes(const th_conv_params* p, const int8_t* row, int32_t x,
                                     th_span inside, int8_t* to) {
    const int8_t zero = (int8_t)p->input_zero;
    const int8_t* from;
    int32_t kx, i;
    if (row == NULL) {
        for (i = p->width * p->in_depth; i > 0; --i) *to++ = zero;
        return to;
    }
    from = row + x * p->in_depth;
    for (i = inside.first * p->in_depth; i > 0; --i) *to++ = zero;
    if (p->dilation_width == 1) {
        to = th_patch_move(from + inside.first * p->in_depth,
                           (inside.last - inside.first) * p->in_depth, to);
    } else {
        for (kx = inside.first; kx < inside.last; ++kx)
            to = th_patch_move(from + kx * p->dilation_width * p->in_depth, p->in_depth, to);
    }
    for (i = (p->width - inside.last) * p->in_depth; i > 0; --i) *to++ = zero;
    return to;
}

TH_INLINE uint32_t th_zero_halves(const th_conv_params* p) {
    return ((uint32_t)p->input_zero & 0xFFFFU) | ((uint32_t)p->input_zero << 16);
}

/* The end of a packed patch, and all of it to its place. */
TH_INLINE void th_patch_done(const th_conv_params* p, int8_t* packed, int8_t* end, uint32_t* to) {
    while (end < packed + 4 * p->words) *end++ = 0;
    th_patch_unpack(packed, p->words, to);
}

/* Sums of two patches and two output channels: of the first patch with both, then of the second. */
typedef struct {
    int32_t one0, one1, two0, two1;
} th_four_sums;

/* Adds the products of two patches that lie side by side, up to `end`, with two channels' weights;
   where those of the next two begin. */
TH_INLINE const uint32_t* th_add_products(const uint32_t* in, const uint32_t* end,
                                          const uint32_t* weights, th_four_sums* sums) {
    th_four_sums s = *sums;
    do {
        uint32_t a0, a1, b0, b1, w, v, halves;
        in = th_load_pair(in, &a0, &a1);
        in = th_load_pair(in, &b0, &b1);
        weights = th_load_pair(weights, &w, &v);
        halves = th_even(w);
        s.one0 = th_dot2(a0, halves, s.one0);
        s.two0 = th_dot2(b0, halves, s.two0);
        halves = th_odd(w);
        s.one0 = th_dot2(a1, halves, s.one0);
        s.two0 = th_dot2(b1, halves, s.two0);
        halves = th_even(v);
        s.one1 = th_dot2(a0, halves, s.one1);
        s.two1 = th_dot2(b0, halves, s.two1);
        halves = th_odd(v);
        s.one1 = th_dot2(a1, halves, s.one1);
        s.two1 = th_dot2(b1, halves, s.two1);
    } while (in != end);
    *sums = s;
    return weights;
}

#endif
