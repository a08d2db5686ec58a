/* A window of 3x3, with stride 1 or 2: a lane has two words for each column, of which the first is
   rows 0 and 1 of the channel, so that one product of halves takes both; the second is row 2, of
   the channel and of the one two further on, as the unpacking leaves them. */
#ifndef TH_DEPTHWISE_3X3_H
#define TH_DEPTHWISE_3X3_H

#include "th_lanes.h"

enum { TH_COLUMN_WORDS = 2 * TH_LANES }; /* the lanes lie side by side */

TH_INLINE uint32_t* th_column_3x3(uint32_t a, uint32_t b, uint32_t c, uint32_t* to) {
    const uint32_t a02 = th_even(a);
    const uint32_t b02 = th_even(b);
    const uint32_t c02 = th_even(c);
    const uint32_t a13 = th_odd(a);
    const uint32_t b13 = th_odd(b);
    const uint32_t c13 = th_odd(c);
    th_write_pair(to, th_low_halves(a02, b02), c02);
    th_write_pair(to + 2, th_low_halves(a13, b13), c13);
    th_write_pair(to + 4, th_high_halves(a02, b02), c02);
    th_write_pair(to + 6, th_high_halves(a13, b13), c13);
    return to + TH_COLUMN_WORDS;
}

/* Columns x to last. */
static void th_columns_3x3(const th_strip* s, const int8_t* const* rows, int32_t channel, int32_t x,
                           int32_t last, uint32_t* to) {
    const int32_t end = last < s->last ? last : s->last;
    for (; x < s->first && x < last; ++x) to = th_column_3x3(s->zero, s->zero, s->zero, to);
    if (x < end) {
        th_reader a = th_reader_at(s, rows[0], channel, x);
        th_reader b = th_reader_at(s, rows[1], channel, x);
        th_reader c = th_reader_at(s, rows[2], channel, x);
        if (s->channels == TH_LANES) {
            for (; x < end; ++x) {
                to = th_column_3x3(th_load32(a.at), th_load32(b.at), th_load32(c.at), to);
                a.at += a.step;
                b.at += b.step;
                c.at += c.step;
            }
        } else {
            for (; x < end; ++x)
                to = th_column_3x3(th_column(s, &a), th_column(s, &b), th_column(s, &c), to);
        }
    }
    for (; x < last; ++x) to = th_column_3x3(s->zero, s->zero, s->zero, to);
}

/* The products of column i of the window; `is_high`: which half of the second word is the
   channel's. */
TH_INLINE int32_t th_tap_3x3(uint32_t tall, uint32_t last, int32_t i, const uint32_t* w,
                             int32_t is_high, int32_t sum) {
    sum = th_dot2(tall, w[i], sum);
    if (is_high)
        return i == 1 ? th_high_high(last, w[3], sum) : th_high_low(last, w[i == 0 ? 3 : 4], sum);
    return i == 1 ? th_low_high(last, w[3], sum) : th_low_low(last, w[i == 0 ? 3 : 4], sum);
}

/* `left` outputs of a channel. */
TH_INLINE void th_lane_3x3(const uint32_t* in, const uint32_t* weights, const th_channel* c,
                           const th_lane_end* end, int8_t* out, int32_t left, int32_t stride,
                           int32_t is_high, int32_t mode) {
    const th_channel channel = th_lane_channel(c, mode);
    const int32_t bias = channel.bias;
    const int32_t depth = end->depth;
    uint32_t w[5];
    w[0] = th_even(weights[0]);
    w[1] = th_odd(weights[0]);
    w[2] = th_even(weights[1]);
    w[3] = th_odd(weights[1]);
    w[4] = th_even(weights[2]);
    for (; left > 0; left -= 2) {
        uint32_t tall, last;
        int32_t a, b;
        th_read_pair(in, &tall, &last);
        a = th_tap_3x3(tall, last, 0, w, is_high, bias);
        th_read_pair(in + TH_COLUMN_WORDS, &tall, &last);
        a = th_tap_3x3(tall, last, 1, w, is_high, a);
        b = bias;
        if (stride == 1) b = th_tap_3x3(tall, last, 0, w, is_high, b);
        th_read_pair(in + 2 * TH_COLUMN_WORDS, &tall, &last);
        a = th_tap_3x3(tall, last, 2, w, is_high, a);
        *out = th_lane_finish(a, channel, mode, end);
        if (left == 1) break;
        out += depth;
        b = th_tap_3x3(tall, last, stride == 1 ? 1 : 0, w, is_high, b);
        th_read_pair(in + 3 * TH_COLUMN_WORDS, &tall, &last);
        b = th_tap_3x3(tall, last, stride == 1 ? 2 : 1, w, is_high, b);
        if (stride == 2) {
            th_read_pair(in + 4 * TH_COLUMN_WORDS, &tall, &last);
            b = th_tap_3x3(tall, last, 2, w, is_high, b);
        }
        *out = th_lane_finish(b, channel, mode, end);
        out += depth;
        in += 2 * stride * TH_COLUMN_WORDS;
    }
}

typedef void (*th_lane_3x3_function)(const uint32_t* in, const uint32_t* weights,
                                     const th_channel* c, const th_lane_end* end, int8_t* out,
                                     int32_t left);

#define TH_LANE_3X3(name, stride, is_high, mode)                                       \
    static void name(const uint32_t* in, const uint32_t* weights, const th_channel* c, \
                     const th_lane_end* end, int8_t* out, int32_t left) {              \
        th_lane_3x3(in, weights, c, end, out, left, stride, is_high, mode);            \
    }
TH_LANE_3X3(th_lane_3x3_1_low, 1, 0, TH_FOLDED_FULL)
TH_LANE_3X3(th_lane_3x3_1_high, 1, 1, TH_FOLDED_FULL)
TH_LANE_3X3(th_lane_3x3_2_low, 2, 0, TH_FOLDED_FULL)
TH_LANE_3X3(th_lane_3x3_2_high, 2, 1, TH_FOLDED_FULL)
TH_LANE_3X3(th_lane_3x3_1_low_any, 1, 0, end->mode)
TH_LANE_3X3(th_lane_3x3_1_high_any, 1, 1, end->mode)
TH_LANE_3X3(th_lane_3x3_2_low_any, 2, 0, end->mode)
TH_LANE_3X3(th_lane_3x3_2_high_any, 2, 1, end->mode)

static th_lane_3x3_function th_choose_3x3(int32_t stride, int32_t is_high, int32_t mode) {
    if (mode == TH_FOLDED_FULL && stride == 1)
        return is_high ? th_lane_3x3_1_high : th_lane_3x3_1_low;
    if (mode == TH_FOLDED_FULL) return is_high ? th_lane_3x3_2_high : th_lane_3x3_2_low;
    if (stride == 1) return is_high ? th_lane_3x3_1_high_any : th_lane_3x3_1_low_any;
    return is_high ? th_lane_3x3_2_high_any : th_lane_3x3_2_low_any;
}

static void th_depthwise_3x3(const th_depthwise_s8_row_params* p, const int8_t* const* rows,
                             int8_t* output, uint32_t* lanes) {
    const th_strip strip = th_strip_of(p->depth, p->in_width, p->pad_left, p->input_zero);
    const th_lane_end end = th_lane_end_of(p);
    const th_lane_3x3_function low = th_choose_3x3(p->stride_width, 0, end.mode);
    const th_lane_3x3_function high = th_choose_3x3(p->stride_width, 1, end.mode);
    const int32_t advance = p->chunk * p->stride_width;
    int32_t done, o, l, i;
    for (done = 0; done < p->depth; done += TH_LANES) {
        /* The last word may hold channels that are done already. */
        const int32_t c = done + strip.channels > p->depth ? p->depth - strip.channels : done;
        int32_t have = 0;
        for (o = 0; o < p->out_width; o += p->chunk) {
            const int32_t count = p->chunk < p->out_width - o ? p->chunk : p->out_width - o;
            const int32_t first = o * p->stride_width;
            const int32_t need = (count - 1) * p->stride_width + 3;
            th_columns_3x3(&strip, rows, c, first + have, first + need,
                           lanes + TH_COLUMN_WORDS * have);
            for (l = done - c; l < strip.channels; ++l)
                (l < 2 ? low : high)(lanes + 2 * l, p->weights + (c + l) * p->words,
                                     p->channels + c + l, &end, output + o * p->depth + c + l,
                                     count);
            /* What the next chunk needs as well. */
            have = need - advance;
            if (o + p->chunk < p->out_width)
                for (i = 0; i < TH_COLUMN_WORDS * have; ++i)
                    lanes[i] = lanes[TH_COLUMN_WORDS * advance + i];
        }
    }
}

#endif
