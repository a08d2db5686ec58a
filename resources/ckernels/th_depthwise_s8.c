/* Four neighbouring outputs of a channel share each pair of weights, and a pair of inputs is one
   word of a line. Outputs at odd places need pairs that begin between two words; with stride 1 they
   take the same words and weights that are shifted by one instead:

       words    x0 x1 | x2 x3 | x4 x5        even: w0 w1 | w2  0     output 0, and 2 one word later
                                             odd:   0 w0 | w1 w2     output 1, and 3 one word later */
#include "th_depthwise_s8.h"

enum { TH_MOST_LINES = 16 };

/* Sums of four outputs. */
typedef struct {
    int32_t a, b, c, d;
} th_four;

/* The weights of a channel as the loops read them: even pair, odd pair, even pair, ... of each row. */
static void th_unpack_weights(const uint32_t *packed, int32_t rows, int32_t pairs, uint32_t *to) {
    uint32_t word = 0;
    int32_t have = 0;
    int32_t row, i;
    for (row = 0; row < rows; ++row) {
        uint32_t before = 0;
        for (i = 0; i < pairs; ++i) {
            uint32_t even;
            if (have == 0) word = *packed++;
            even = have == 0 ? th_even(word) : th_odd(word);
            have ^= 1;
            to[0] = even;
            to[1] = (before >> 16) | (even << 16);
            before = even;
            to += 2;
        }
    }
}

/* One row of a channel into its line, behind the padding on the left. */
TH_INLINE void th_gather(const int8_t *from, int32_t count, int32_t step, int16_t *to) {
    for (; count >= 4; count -= 4) {
        const int8_t *from2 = from + 2 * step;
        to[0] = from[0];
        to[1] = from[step];
        to[2] = from2[0];
        to[3] = from2[step];
        from += 4 * step;
        to += 4;
    }
    for (; count > 0; --count) {
        *to++ = *from;
        from += step;
    }
}

static void th_fill_line(int16_t value, int32_t count, int16_t *to) {
    for (; count > 0; --count) *to++ = value;
}

/* What one pair of weights adds, with stride 1: x and y are a word and the next. */
#define TH_PAIR_STRIDE_1(i)                            \
    do {                                               \
        const uint32_t even = weights[2 * (i)];        \
        const uint32_t odd = weights[2 * (i) + 1];     \
        const uint32_t y = th_load32(in + 2 * (i) + 2); \
        sums.a = th_dot2(x, even, sums.a);             \
        sums.b = th_dot2(x, odd, sums.b);              \
        sums.c = th_dot2(y, even, sums.c);             \
        sums.d = th_dot2(y, odd, sums.d);              \
        x = y;                                         \
    } while (0)

TH_INLINE th_four th_row_stride_1(const int16_t *in, const uint32_t *weights, int32_t pairs,
                                  th_four sums) {
    uint32_t x = th_load32(in);
    int32_t i;
    TH_PAIR_STRIDE_1(0);
    if (pairs == 2) {
        TH_PAIR_STRIDE_1(1);
    } else if (pairs == 3) {
        TH_PAIR_STRIDE_1(1);
        TH_PAIR_STRIDE_1(2);
    } else if (pairs == 4) {
        TH_PAIR_STRIDE_1(1);
        TH_PAIR_STRIDE_1(2);
        TH_PAIR_STRIDE_1(3);
    } else {
        for (i = 1; i < pairs; ++i) TH_PAIR_STRIDE_1(i);
    }
    return sums;
}

#define TH_PAIR_STRIDE_2(i)                             \
    do {                                                \
        const uint32_t even = weights[2 * (i)];         \
        const uint32_t x3 = th_load32(in + 2 * (i) + 6); \
        sums.a = th_dot2(x0, even, sums.a);             \
        sums.b = th_dot2(x1, even, sums.b);             \
        sums.c = th_dot2(x2, even, sums.c);             \
        sums.d = th_dot2(x3, even, sums.d);             \
        x0 = x1;                                        \
        x1 = x2;                                        \
        x2 = x3;                                        \
    } while (0)

TH_INLINE th_four th_row_stride_2(const int16_t *in, const uint32_t *weights, int32_t pairs,
                                  th_four sums) {
    uint32_t x0 = th_load32(in);
    uint32_t x1 = th_load32(in + 2);
    uint32_t x2 = th_load32(in + 4);
    int32_t i;
    TH_PAIR_STRIDE_2(0);
    if (pairs == 2) {
        TH_PAIR_STRIDE_2(1);
    } else if (pairs == 3) {
        TH_PAIR_STRIDE_2(1);
        TH_PAIR_STRIDE_2(2);
    } else if (pairs == 4) {
        TH_PAIR_STRIDE_2(1);
        TH_PAIR_STRIDE_2(2);
        TH_PAIR_STRIDE_2(3);
    } else {
        for (i = 1; i < pairs; ++i) TH_PAIR_STRIDE_2(i);
    }
    return sums;
}

static th_four th_row_any_stride(const int16_t *in, const uint32_t *weights, int32_t pairs,
                                 int32_t stride, th_four sums) {
    int32_t i;
    for (i = 0; i < pairs; ++i) {
        const uint32_t even = weights[2 * i];
        sums.a = th_dot2(th_load32(in), even, sums.a);
        sums.b = th_dot2(th_load32(in + stride), even, sums.b);
        sums.c = th_dot2(th_load32(in + 2 * stride), even, sums.c);
        sums.d = th_dot2(th_load32(in + 3 * stride), even, sums.d);
        in += 2;
    }
    return sums;
}

TH_INLINE th_four th_row_sums(const int16_t *in, const uint32_t *weights, int32_t pairs,
                              int32_t stride, th_four sums) {
    if (stride == 1) return th_row_stride_1(in, weights, pairs, sums);
    if (stride == 2) return th_row_stride_2(in, weights, pairs, sums);
    return th_row_any_stride(in, weights, pairs, stride, sums);
}

TH_INLINE th_four th_window_sums(int16_t *const *rows, int32_t dilation, int32_t at,
                                 const uint32_t *weights, int32_t height, int32_t pairs,
                                 int32_t stride, int32_t bias) {
    th_four sums;
    sums.a = sums.b = sums.c = sums.d = bias;
    if (height == 3) {
        sums = th_row_sums(rows[0] + at, weights, pairs, stride, sums);
        sums = th_row_sums(rows[dilation] + at, weights + 2 * pairs, pairs, stride, sums);
        sums = th_row_sums(rows[2 * dilation] + at, weights + 4 * pairs, pairs, stride, sums);
    } else {
        int32_t y;
        for (y = 0; y < height; ++y, rows += dilation, weights += 2 * pairs)
            sums = th_row_sums(*rows + at, weights, pairs, stride, sums);
    }
    return sums;
}

/* One row of outputs. `height`, `pairs`, `stride` and `mode` are constants where that pays. */
TH_INLINE void th_output_row(const th_depthwise_s8_params *p, int16_t *const *rows,
                             const uint32_t *weights, const th_channel *c, int8_t *out,
                             int32_t height, int32_t pairs, int32_t stride, int32_t mode) {
    const th_channel channel = *c;
    const int32_t step = p->depth;
    const int32_t low = p->low;
    const int32_t high = p->high;
    const int32_t dilation = p->dilation_height;
    int32_t left = p->out_width;
    int32_t at = 0;
    for (; left > 2; left -= 4, at += 4 * stride) {
        const th_four sums =
            th_window_sums(rows, dilation, at, weights, height, pairs, stride, channel.bias);
        out[0] = th_finish(sums.a, channel, mode, low, high);
        out[step] = th_finish(sums.b, channel, mode, low, high);
        out[2 * step] = th_finish(sums.c, channel, mode, low, high);
        if (left == 3) return;
        out[3 * step] = th_finish(sums.d, channel, mode, low, high);
        out += 4 * step;
    }
    if (left > 0) {
        /* Two at most: the sums of the others are not worked out. */
        const th_four sums =
            th_window_sums(rows, dilation, at, weights, height, pairs, stride, channel.bias);
        out[0] = th_finish(sums.a, channel, mode, low, high);
        if (left > 1) out[step] = th_finish(sums.b, channel, mode, low, high);
    }
}

typedef void (*th_row_function)(const th_depthwise_s8_params *p, int16_t *const *rows,
                                const uint32_t *weights, const th_channel *c, int8_t *out);

#define TH_ROW_FUNCTION(name, height, pairs, stride, mode)                                       \
    static void name(const th_depthwise_s8_params *p, int16_t *const *rows,                \
                     const uint32_t *weights, const th_channel *c, int8_t *out) {                \
        th_output_row(p, rows, weights, c, out, height, pairs, stride, mode);                    \
    }

TH_ROW_FUNCTION(th_row_3x3_1, 3, 2, 1, TH_FOLDED_FULL)
TH_ROW_FUNCTION(th_row_3x3_2, 3, 2, 2, TH_FOLDED_FULL)
TH_ROW_FUNCTION(th_row_5_1, p->height, 3, 1, TH_FOLDED_FULL)
TH_ROW_FUNCTION(th_row_5_2, p->height, 3, 2, TH_FOLDED_FULL)
TH_ROW_FUNCTION(th_row_7_1, p->height, 4, 1, TH_FOLDED_FULL)
TH_ROW_FUNCTION(th_row_7_2, p->height, 4, 2, TH_FOLDED_FULL)
TH_ROW_FUNCTION(th_row_any_1, p->height, p->pairs, 1, TH_FOLDED_FULL)
TH_ROW_FUNCTION(th_row_any_2, p->height, p->pairs, 2, TH_FOLDED_FULL)
TH_ROW_FUNCTION(th_row_folded, p->height, p->pairs, p->stride_width, TH_FOLDED)
TH_ROW_FUNCTION(th_row_exact, p->height, p->pairs, p->stride_width, TH_EXACT)

static th_row_function th_choose(const th_depthwise_s8_params *p) {
    const int32_t mode = th_mode(p->folded, p->low, p->high);
    const int32_t stride = p->stride_width;
    if (mode == TH_EXACT) return th_row_exact;
    if (mode == TH_FOLDED || stride > 2) return th_row_folded;
    if (p->pairs == 2 && p->height == 3) return stride == 1 ? th_row_3x3_1 : th_row_3x3_2;
    if (p->pairs == 3) return stride == 1 ? th_row_5_1 : th_row_5_2;
    if (p->pairs == 4) return stride == 1 ? th_row_7_1 : th_row_7_2;
    return stride == 1 ? th_row_any_1 : th_row_any_2;
}

static void th_channel_rows(const th_depthwise_s8_params *p, const int8_t *input, int8_t *output,
                            const uint32_t *weights, int16_t *const *lines,
                            const th_channel *c, th_row_function row) {
    const int32_t in_row = p->in_width * p->depth;
    const int32_t out_row = p->out_width * p->depth;
    int32_t slot = 0; /* the line of the next row of the input */
    int32_t next = -p->pad_top;
    int32_t first = next;
    int32_t left;
    for (left = p->out_height; left > 0; --left) {
        const int32_t end = first + p->lines;
        for (; next < end; ++next) {
            int16_t *to = lines[slot] + p->pad_left;
            slot = slot + 1 == p->lines ? 0 : slot + 1;
            if (next < first) continue;
            if (next >= 0 && next < p->in_height)
                th_gather(input + next * in_row, p->in_width, p->depth, to);
            else
                th_fill_line((int16_t)p->input_zero, p->in_width, to);
        }
        row(p, lines + slot, weights, c, output); /* from the oldest line on */
        output += out_row;
        first += p->stride_height;
    }
}

void th_depthwise_s8(const th_depthwise_s8_params *p, const int8_t *input, int8_t *output,
                     void *scratch) {
    uint32_t *weights = (uint32_t *)scratch;
    int16_t *memory = (int16_t *)(weights + 2 * p->pairs * p->height);
    int16_t *lines[2 * TH_MOST_LINES]; /* twice, so that they can be read from any of them on */
    const int32_t words = (p->pairs * p->height + 1) / 2; /* of a channel's packed weights */
    const th_row_function row = th_choose(p);
    int32_t n, c, i;
    for (i = 0; i < 2 * p->lines; ++i) lines[i] = memory + i % p->lines * p->line;
    th_fill_line((int16_t)p->input_zero, p->lines * p->line, memory);
    for (n = 0; n < p->batches; ++n) {
        for (c = 0; c < p->depth; ++c) {
            th_unpack_weights(p->weights + c * words, p->height, p->pairs, weights);
            th_channel_rows(p, input + c, output + c, weights, lines, p->channels + c, row);
        }
        input += p->in_height * p->in_width * p->depth;
        output += p->out_height * p->out_width * p->depth;
    }
}
