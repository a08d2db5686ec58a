/* Four neighbouring outputs of a channel share each pair of weights, and two inputs of a line are
   one load. */
#include "th_depthwise_s8.h"

/* One row of a channel into its line, behind the padding on the left. */
TH_INLINE void th_gather(const int8_t *from, int32_t count, int32_t step, int16_t *to) {
    for (; count >= 4; count -= 4) {
        to[0] = *from;
        from += step;
        to[1] = *from;
        from += step;
        to[2] = *from;
        from += step;
        to[3] = *from;
        from += step;
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

/* Sums of four outputs, `stride` inputs apart, over the window's rows. */
TH_INLINE void th_four_sums(const int16_t *const *rows, int32_t at, int32_t height, int32_t pairs,
                            int32_t stride, const uint32_t *weights, int32_t *sums) {
    int32_t sum0 = sums[0];
    int32_t sum1 = sum0;
    int32_t sum2 = sum0;
    int32_t sum3 = sum0;
    int32_t y, i;
    for (y = 0; y < height; ++y) {
        const int16_t *in = rows[y] + at;
        for (i = 0; i < pairs; ++i) {
            const uint32_t w = *weights++;
            sum0 = th_dot2(th_load32(in), w, sum0);
            sum1 = th_dot2(th_load32(in + stride), w, sum1);
            sum2 = th_dot2(th_load32(in + 2 * stride), w, sum2);
            sum3 = th_dot2(th_load32(in + 3 * stride), w, sum3);
            in += 2;
        }
    }
    sums[0] = sum0;
    sums[1] = sum1;
    sums[2] = sum2;
    sums[3] = sum3;
}

/* The same with the usual windows spelled out, so that the loops are unrolled. */
TH_INLINE void th_sums(const th_depthwise_s8_params *p, const int16_t *const *rows, int32_t at,
                       const uint32_t *weights, int32_t *sums) {
    const int32_t pairs = (p->width + 1) / 2;
    if (p->height == 3 && pairs == 2 && p->stride_width == 1)
        th_four_sums(rows, at, 3, 2, 1, weights, sums);
    else if (p->height == 3 && pairs == 2 && p->stride_width == 2)
        th_four_sums(rows, at, 3, 2, 2, weights, sums);
    else if (pairs == 3 && p->stride_width == 1)
        th_four_sums(rows, at, p->height, 3, 1, weights, sums);
    else if (pairs == 4 && p->stride_width == 1)
        th_four_sums(rows, at, p->height, 4, 1, weights, sums);
    else
        th_four_sums(rows, at, p->height, pairs, p->stride_width, weights, sums);
}

TH_INLINE void th_row(const th_depthwise_s8_params *p, const int16_t *const *rows,
                      const uint32_t *weights, const th_channel *c, int8_t *out, int32_t folded) {
    const int32_t step = p->depth;
    const int32_t low = p->low;
    const int32_t high = p->high;
    int32_t left = p->out_width;
    int32_t at = 0;
    for (; left > 0; left -= 4, at += 4 * p->stride_width) {
        int32_t sums[4];
        sums[0] = c->bias;
        th_sums(p, rows, at, weights, sums);
        *out = th_finish(sums[0], c, folded, low, high);
        out += step;
        if (left == 1) break;
        *out = th_finish(sums[1], c, folded, low, high);
        out += step;
        if (left == 2) break;
        *out = th_finish(sums[2], c, folded, low, high);
        out += step;
        if (left == 3) break;
        *out = th_finish(sums[3], c, folded, low, high);
        out += step;
    }
}

enum { TH_MOST_ROWS = 16 };

static void th_channel_rows(const th_depthwise_s8_params *p, const int8_t *input, int8_t *output,
                            const uint32_t *weights, int16_t *lines, const th_channel *c) {
    const int16_t *rows[TH_MOST_ROWS];
    const int32_t in_row = p->in_width * p->depth;
    int32_t next = -p->pad_top; /* the next row of the input to go into a line */
    int32_t slot = 0;           /* and the line it goes into */
    int32_t oy, i;
    for (oy = 0; oy < p->out_height; ++oy) {
        const int32_t first = oy * p->stride_height - p->pad_top;
        const int32_t end = first + p->lines;
        int32_t line;
        for (; next < end; ++next) {
            int16_t *to = lines + slot * p->line + p->pad_left;
            slot = slot + 1 == p->lines ? 0 : slot + 1;
            if (next < first) continue;
            if (next >= 0 && next < p->in_height)
                th_gather(input + next * in_row, p->in_width, p->depth, to);
            else
                th_fill_line((int16_t)p->input_zero, p->in_width, to);
        }
        line = slot;
        for (i = 0; i < p->height; ++i) {
            rows[i] = lines + line * p->line;
            line += p->dilation_height;
            if (line >= p->lines) line -= p->lines;
        }
        if (p->folded)
            th_row(p, rows, weights, c, output, 1);
        else
            th_row(p, rows, weights, c, output, 0);
        output += p->out_width * p->depth;
    }
}

void th_depthwise_s8(const th_depthwise_s8_params *p, const int8_t *input, int8_t *output,
                     void *scratch) {
    uint32_t *weights = (uint32_t *)scratch;
    int16_t *lines = (int16_t *)(weights + p->pairs);
    int32_t n, c, i;
    th_fill_line((int16_t)p->input_zero, p->lines * p->line, lines);
    for (n = 0; n < p->batches; ++n) {
        const uint32_t *packed = p->weights;
        for (c = 0; c < p->depth; ++c) {
            for (i = 0; i < p->pairs; i += 2) {
                weights[i] = th_even(*packed);
                weights[i + 1] = th_odd(*packed);
                ++packed;
            }
            th_channel_rows(p, input + c, output + c, weights, lines, p->channels + c);
        }
        input += p->in_height * p->in_width * p->depth;
        output += p->out_height * p->out_width * p->depth;
    }
}
