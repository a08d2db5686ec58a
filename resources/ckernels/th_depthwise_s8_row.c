/* Four channels at a time, one after the other (th_lanes.h). Where a lane's words are pairs of rows,
   one product of halves takes two rows of a column; the last row of an odd window lies there as
   pairs of columns. The lanes' words lie side by side.

       lane     row 0 | row 0 | row 0 ...      words of rows 0 and 1, a column each
                row 1 | row 1 | row 1
                x0 x1 | x2 x3 | ...            words of row 2, two columns each

   Four neighbouring outputs share each pair of weights. Along the last row, outputs at odd places
   need pairs that begin between two words; with stride 1 they take the same words and weights that
   are shifted by one instead:

       words    x0 x1 | x2 x3 | x4 x5        even: w0 w1 | w2  0     output 0, and 2 one word later
                                             odd:   0 w0 | w1 w2     output 1, and 3 one word later */
#include "th_depthwise_s8_row.h"

#include "th_depthwise_3x3.h"

/* Sums of four outputs. */
typedef struct {
    int32_t a, b, c, d;
} th_four;

/* Later reads through the pointer come after the sums: the compiler does not read far ahead, for
   which it has no registers. */
#if defined(__GNUC__)
#define TH_AFTER(pointer, sums) \
    __asm__ volatile("" : "+r"(pointer) : "r"((sums).a), "r"((sums).b), "r"((sums).c), "r"((sums).d))
#else
#define TH_AFTER(pointer, sums) ((void)0)
#endif

/* Pair i of weights: constants wherever loops are unrolled. */
#define TH_WEIGHTS(i) ((i) % 2 == 0 ? th_even(weights[(i) / 2]) : th_odd(weights[(i) / 2]))

/* What pair i of weights adds to four outputs, of which x0 to x2 and the next column are the
   inputs. */
#define TH_TAP(i, x0, x1, x2, x3, next)      \
    do {                                     \
        if ((i) < last) {                    \
            const uint32_t w = TH_WEIGHTS(i); \
            x3 = in[(next) * step];          \
            sums.a = th_dot2(x0, w, sums.a); \
            sums.b = th_dot2(x1, w, sums.b); \
            sums.c = th_dot2(x2, w, sums.c); \
            sums.d = th_dot2(x3, w, sums.d); \
            TH_AFTER(in, sums);              \
        }                                    \
    } while (0)

/* Pairs of weights `first` to `last`, every `step` words. `known`: they are constants. */
TH_INLINE th_four th_taps(const uint32_t *in, const uint32_t *weights, int32_t first, int32_t last,
                          int32_t step, int32_t known, th_four sums) {
    uint32_t x0 = in[0];
    uint32_t x1 = in[step];
    uint32_t x2 = in[2 * step];
    uint32_t x3 = 0;
    int32_t i;
    if (known) {
        TH_TAP(first, x0, x1, x2, x3, 3);
        TH_TAP(first + 1, x1, x2, x3, x0, 4);
        TH_TAP(first + 2, x2, x3, x0, x1, 5);
        TH_TAP(first + 3, x3, x0, x1, x2, 6);
        TH_TAP(first + 4, x0, x1, x2, x3, 7);
        TH_TAP(first + 5, x1, x2, x3, x0, 8);
        TH_TAP(first + 6, x2, x3, x0, x1, 9);
    } else {
        for (i = first; i < last; ++i, in += step) {
            TH_TAP(i, x0, x1, x2, x3, 3);
            x0 = x1;
            x1 = x2;
            x2 = x3;
        }
    }
    return sums;
}

/* Two rows. */
TH_INLINE th_four th_tall_sums(const uint32_t *in, const uint32_t *weights, int32_t width,
                               int32_t stride, int32_t known, th_four sums) {
    int32_t i;
    if (stride == 1) return th_taps(in, weights, 0, width, TH_LANES, known, sums);
    if (stride == 2) {
        sums = th_taps(in, weights, 0, (width + 1) / 2, 2 * TH_LANES, known, sums);
        return th_taps(in + TH_LANES, weights, (width + 1) / 2, width, 2 * TH_LANES, known, sums);
    }
    for (i = 0; i < width; ++i, in += TH_LANES) {
        const uint32_t w = TH_WEIGHTS(i);
        sums.a = th_dot2(in[0], w, sums.a);
        sums.b = th_dot2(in[TH_LANES * stride], w, sums.b);
        sums.c = th_dot2(in[TH_LANES * 2 * stride], w, sums.c);
        sums.d = th_dot2(in[TH_LANES * 3 * stride], w, sums.d);
    }
    return sums;
}

/* Columns x and x + 1 of the last row. */
TH_INLINE uint32_t th_pair_at(const uint32_t *in, int32_t x) {
    in += x / 2 * TH_LANES;
    return x % 2 == 0 ? in[0] : th_low_halves(in[0] >> 16, in[TH_LANES]);
}

#define TH_LAST_PAIR(i, x, y)                         \
    do {                                              \
        if ((i) < pairs) {                            \
            const uint32_t even = th_even(weights[i]); \
            const uint32_t odd = th_odd(weights[i]);  \
            y = in[TH_LANES * ((i) + 1)];             \
            sums.a = th_dot2(x, even, sums.a);        \
            sums.b = th_dot2(x, odd, sums.b);         \
            sums.c = th_dot2(y, even, sums.c);        \
            sums.d = th_dot2(y, odd, sums.d);         \
            TH_AFTER(in, sums);                       \
        }                                             \
    } while (0)

/* An odd last row, of pairs along the row. */
TH_INLINE th_four th_last_sums(const uint32_t *in, const uint32_t *weights, int32_t width,
                               int32_t stride, int32_t known, th_four sums) {
    const int32_t pairs = width / 2 + 1;
    int32_t i;
    if (stride == 1) {
        uint32_t x = in[0];
        uint32_t y = 0;
        if (known) {
            TH_LAST_PAIR(0, x, y);
            TH_LAST_PAIR(1, y, x);
            TH_LAST_PAIR(2, x, y);
            TH_LAST_PAIR(3, y, x);
        } else {
            for (i = 0; i < pairs; ++i, x = y) TH_LAST_PAIR(i, x, y);
        }
        return sums;
    }
    /* A pair of columns is one step of stride 2. */
    if (stride == 2) return th_taps(in, weights, 0, pairs, TH_LANES, known, sums);
    for (i = 0; i < pairs; ++i, in += TH_LANES) {
        const uint32_t w = TH_WEIGHTS(i);
        sums.a = th_dot2(in[0], w, sums.a);
        sums.b = th_dot2(th_pair_at(in, stride), w, sums.b);
        sums.c = th_dot2(th_pair_at(in, 2 * stride), w, sums.c);
        sums.d = th_dot2(th_pair_at(in, 3 * stride), w, sums.d);
    }
    return sums;
}

/* Four outputs of a channel, of which the first begins with column `at`, an even number. */
TH_INLINE th_four th_lane_sums(const th_depthwise_s8_row_params *p, const uint32_t *lane,
                               int32_t at, const uint32_t *weights, int32_t width, int32_t stride,
                               int32_t known, int32_t bias) {
    const int32_t columns = p->columns;
    int32_t height = p->height;
    th_four sums;
    sums.a = sums.b = sums.c = sums.d = bias;
    lane += TH_LANES * at;
    for (; height > 1; height -= 2, lane += TH_LANES * columns, weights += (width + 1) / 2)
        sums = th_tall_sums(lane, weights, width, stride, known, sums);
    if (height != 0)
        sums = th_last_sums(lane - TH_LANES / 2 * at, weights, width, stride, known, sums);
    return sums;
}

/* The same of any window and stride: no quick way, but a short one. */
static th_four th_any_sums(const th_depthwise_s8_row_params *p, const uint32_t *lane, int32_t at,
                           const uint32_t *weights, int32_t bias) {
    return th_lane_sums(p, lane, at, weights, p->width, p->stride_width, 0, bias);
}

/* `left` outputs of a channel. `width`, `stride` and `mode` are constants where that pays; any width
   is 0. */
TH_INLINE void th_lane_outputs(const th_depthwise_s8_row_params *p, const th_lane_end *end,
                               const uint32_t *lane, int32_t c, int8_t *out, int32_t left,
                               int32_t width, int32_t stride, int32_t mode) {
    const th_channel channel = th_lane_channel(p->channels + c, mode);
    const uint32_t *weights = p->weights + c * p->words;
    const int32_t step = p->depth;
    int32_t at = 0;
    for (; left > 2; left -= 4, at += 4 * stride) {
        const th_four sums =
            width != 0 ? th_lane_sums(p, lane, at, weights, width, stride, 1, channel.bias)
                       : th_any_sums(p, lane, at, weights, channel.bias);
        out[0] = th_lane_finish(sums.a, channel, mode, end);
        out[step] = th_lane_finish(sums.b, channel, mode, end);
        out[2 * step] = th_lane_finish(sums.c, channel, mode, end);
        if (left == 3) return;
        out[3 * step] = th_lane_finish(sums.d, channel, mode, end);
        out += 4 * step;
    }
    if (left > 0) {
        /* Two at most: the sums of the others are not worked out. */
        const th_four sums =
            width != 0 ? th_lane_sums(p, lane, at, weights, width, stride, 1, channel.bias)
                       : th_any_sums(p, lane, at, weights, channel.bias);
        out[0] = th_lane_finish(sums.a, channel, mode, end);
        if (left > 1) out[step] = th_lane_finish(sums.b, channel, mode, end);
    }
}

typedef void (*th_lane_function)(const th_depthwise_s8_row_params *p, const th_lane_end *end,
                                 const uint32_t *lane, int32_t c, int8_t *out, int32_t left);

#define TH_LANE_FUNCTION(name, width, stride, mode)                                     \
    static void name(const th_depthwise_s8_row_params *p, const th_lane_end *end,       \
                     const uint32_t *lane, int32_t c, int8_t *out, int32_t left) {      \
        th_lane_outputs(p, end, lane, c, out, left, width, stride, mode);               \
    }

TH_LANE_FUNCTION(th_lane_5_1, 5, 1, TH_FOLDED_FULL)
TH_LANE_FUNCTION(th_lane_5_2, 5, 2, TH_FOLDED_FULL)
TH_LANE_FUNCTION(th_lane_7_1, 7, 1, TH_FOLDED_FULL)
TH_LANE_FUNCTION(th_lane_7_2, 7, 2, TH_FOLDED_FULL)
TH_LANE_FUNCTION(th_lane_any, 0, p->stride_width, end->mode)

static th_lane_function th_choose(int32_t width, int32_t stride, int32_t mode) {
    if (mode != TH_FOLDED_FULL || stride > 2) return th_lane_any;
    if (width == 5) return stride == 1 ? th_lane_5_1 : th_lane_5_2;
    if (width == 7) return stride == 1 ? th_lane_7_1 : th_lane_7_2;
    return th_lane_any;
}

/* Two words of four channels each: `first` to the low halves. */
TH_INLINE uint32_t *th_to_lanes(uint32_t first, uint32_t second, uint32_t *to) {
    const uint32_t first02 = th_even(first);
    const uint32_t second02 = th_even(second);
    const uint32_t first13 = th_odd(first);
    const uint32_t second13 = th_odd(second);
    th_write_pair(to, th_low_halves(first02, second02), th_low_halves(first13, second13));
    th_write_pair(to + 2, th_high_halves(first02, second02), th_high_halves(first13, second13));
    return to + TH_LANES;
}

/* Columns x to last of two rows, a word each. */
static void th_two_rows(const th_strip *s, const int8_t *one, const int8_t *two, int32_t channel,
                        int32_t x, int32_t last, uint32_t *to) {
    const int32_t end = last < s->last ? last : s->last;
    for (; x < s->first && x < last; ++x) to = th_to_lanes(s->zero, s->zero, to);
    if (x < end) {
        th_reader a = th_reader_at(s, one, channel, x);
        th_reader b = th_reader_at(s, two, channel, x);
        if (s->channels == TH_LANES) {
            for (; x < end; ++x) {
                to = th_to_lanes(th_load32(a.at), th_load32(b.at), to);
                a.at += a.step;
                b.at += b.step;
            }
        } else {
            for (; x < end; ++x) to = th_to_lanes(th_column(s, &a), th_column(s, &b), to);
        }
    }
    for (; x < last; ++x) to = th_to_lanes(s->zero, s->zero, to);
}

/* Columns x to last of one row, both even, two to a word. */
static void th_last_row(const th_strip *s, const int8_t *row, int32_t channel, int32_t x,
                        int32_t last, uint32_t *to) {
    while (x < last) {
        int32_t pairs = ((last < s->last ? last : s->last) - x) / 2;
        th_reader a;
        if (x >= s->first && pairs > 0 && s->channels == TH_LANES) {
            a = th_reader_at(s, row, channel, x);
            for (x += 2 * pairs; pairs > 0; --pairs) {
                to = th_to_lanes(th_load32(a.at), th_load32(a.at + a.step), to);
                a.at += 2 * a.step;
            }
        } else {
            /* Where the row begins or ends, or has fewer channels. */
            uint32_t first = s->zero;
            uint32_t second = s->zero;
            if (x >= s->first && x < s->last) {
                a = th_reader_at(s, row, channel, x);
                first = th_column(s, &a);
            }
            if (x + 1 >= s->first && x + 1 < s->last) {
                a = th_reader_at(s, row, channel, x + 1);
                second = th_column(s, &a);
            }
            to = th_to_lanes(first, second, to);
            x += 2;
        }
    }
}

/* Columns x to last of all rows, to column `at` of the lanes. */
static void th_unpack_columns(const th_depthwise_s8_row_params *p, const th_strip *s,
                              const int8_t *const *rows, int32_t channel, int32_t x, int32_t last,
                              uint32_t *lanes, int32_t at) {
    int32_t y;
    for (y = 1; y < p->height; y += 2, lanes += TH_LANES * p->columns)
        th_two_rows(s, rows[y - 1], rows[y], channel, x, last, lanes + TH_LANES * at);
    if (p->height % 2 != 0)
        th_last_row(s, rows[p->height - 1], channel, x, last, lanes + TH_LANES / 2 * at);
}

/* Columns first to last, which the next chunk needs as well, to the lanes' beginning. */
static void th_keep_columns(const th_depthwise_s8_row_params *p, uint32_t *lanes, int32_t first,
                            int32_t last) {
    int32_t y, i;
    for (y = 1; y < p->height; y += 2, lanes += TH_LANES * p->columns)
        for (i = TH_LANES * first; i < TH_LANES * last; ++i) lanes[i - TH_LANES * first] = lanes[i];
    if (p->height % 2 != 0)
        for (i = TH_LANES / 2 * first; i < TH_LANES / 2 * last; ++i)
            lanes[i - TH_LANES / 2 * first] = lanes[i];
}

static void th_depthwise_any(const th_depthwise_s8_row_params *p, const int8_t *const *rows,
                             int8_t *output, uint32_t *lanes) {
    const th_strip strip = th_strip_of(p->depth, p->in_width, p->pad_left, p->input_zero);
    const int32_t advance = p->chunk * p->stride_width;
    const th_lane_end end = th_lane_end_of(p);
    const th_lane_function outputs = th_choose(p->width, p->stride_width, end.mode);
    int32_t done, o, l;
    for (done = 0; done < p->depth; done += TH_LANES) {
        /* The last word may hold channels that are done already. */
        const int32_t c = done + strip.channels > p->depth ? p->depth - strip.channels : done;
        int32_t have = 0;
        for (o = 0; o < p->out_width; o += p->chunk) {
            const int32_t count = p->chunk < p->out_width - o ? p->chunk : p->out_width - o;
            const int32_t first = o * p->stride_width;
            const int32_t need = ((count - 1) * p->stride_width + p->width + 1) / 2 * 2;
            th_unpack_columns(p, &strip, rows, c, first + have, first + need, lanes, have);
            for (l = done - c; l < strip.channels; ++l)
                outputs(p, &end, lanes + l, c + l, output + o * p->depth + c + l, count);
            have = need > advance ? need - advance : 0;
            if (o + p->chunk < p->out_width) th_keep_columns(p, lanes, advance, need);
        }
    }
}

void th_depthwise_s8_row(const th_depthwise_s8_row_params *p, const int8_t *const *rows,
                         int8_t *output, void *scratch) {
    if (p->is_3x3)
        th_depthwise_3x3(p, rows, output, (uint32_t *)scratch);
    else
        th_depthwise_any(p, rows, output, (uint32_t *)scratch);
}
