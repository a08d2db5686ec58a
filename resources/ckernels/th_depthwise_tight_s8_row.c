#include "th_depthwise_tight_s8_row.h"

#include <stddef.h>

/* A channel of all rows, with its padding, to `lines`. */
TH_INLINE void th_gather(const th_depthwise_tight_s8_row_params *p, const int8_t *const *rows,
                         int32_t channel, int8_t *lines) {
    const int8_t zero = (int8_t)p->input_zero;
    int32_t x, y;
    for (y = 0; y < p->height; ++y)
        for (x = -p->pad_left; x < p->columns - p->pad_left; ++x)
            *lines++ = rows[y] != NULL && x >= 0 && x < p->in_width
                           ? rows[y][x * p->depth + channel]
                           : zero;
}

/* The products under one window. */
TH_INLINE int32_t th_window_sum(const th_depthwise_tight_s8_row_params *p, const int8_t *lines,
                                const int8_t *weights, int32_t sum) {
    int32_t x, y;
    for (y = p->height; y > 0; --y, lines += p->columns)
        for (x = 0; x < p->width; ++x) sum = th_wrapping_add(sum, lines[x] * *weights++);
    return sum;
}

static void th_tight_any(const th_depthwise_tight_s8_row_params *p, const int8_t *const *rows,
                         int8_t *output, int8_t *lines) {
    const int32_t mode = th_mode(p->folded, p->low, p->high);
    const int8_t *weights = p->weights;
    int32_t c, x;
    for (c = 0; c < p->depth; ++c, weights += p->height * p->width) {
        const th_channel channel = p->channels[c];
        int8_t *out = output + c;
        th_gather(p, rows, c, lines);
        for (x = 0; x < p->out_width; ++x, out += p->depth)
            *out = th_finish(th_window_sum(p, lines + x * p->stride_width, weights, channel.bias),
                             channel, mode, p->low, p->high);
    }
}

/* A column of three rows: rows 0 and 2 as halves, and row 1. */
typedef struct {
    uint32_t ends;
    int32_t middle;
} th_column_of_three;

TH_INLINE uint32_t th_halves(int32_t low, int32_t high) {
    return ((uint32_t)low & 0xFFFFU) | ((uint32_t)high << 16);
}

/* Where a channel is read: a row outside the image stands still on the zero point. */
typedef struct {
    const int8_t *at[3];
    int32_t step[3];
    int32_t x; /* the next column */
} th_three_rows;

TH_INLINE th_column_of_three th_next_column(th_three_rows *r, int32_t in_width, int32_t zero) {
    th_column_of_three column;
    if (r->x >= 0 && r->x < in_width) {
        column.ends = th_halves(*r->at[0], *r->at[2]);
        column.middle = *r->at[1];
        r->at[0] += r->step[0];
        r->at[1] += r->step[1];
        r->at[2] += r->step[2];
    } else {
        column.ends = th_halves(zero, zero);
        column.middle = zero;
    }
    ++r->x;
    return column;
}

/* A window of 3x3 that moves along with its columns in registers: each column is read once, and
   before anything is written that may lie over it, as pad_left is at most 2. */
TH_INLINE void th_tight_3x3(const th_depthwise_tight_s8_row_params *p, const int8_t *const *rows,
                            int8_t *output, int32_t mode) {
    const int8_t zero = (int8_t)p->input_zero;
    const int8_t *weights = p->weights;
    int32_t c, x, y;
    for (c = 0; c < p->depth; ++c, weights += 9) {
        const th_channel channel = p->channels[c];
        const uint32_t first = th_halves(weights[0], weights[6]);
        const uint32_t second = th_halves(weights[1], weights[7]);
        const uint32_t third = th_halves(weights[2], weights[8]);
        int8_t *out = output + c;
        th_three_rows r;
        th_column_of_three a, b;
        for (y = 0; y < 3; ++y) {
            r.at[y] = rows[y] != NULL ? rows[y] + c : &zero;
            r.step[y] = rows[y] != NULL ? p->depth : 0;
        }
        r.x = -p->pad_left;
        a = th_next_column(&r, p->in_width, zero);
        b = th_next_column(&r, p->in_width, zero);
        for (x = p->out_width; x > 0; --x, out += p->depth) {
            const th_column_of_three d = th_next_column(&r, p->in_width, zero);
            int32_t sum = th_dot2(a.ends, first, channel.bias);
            sum = th_wrapping_add(sum, a.middle * weights[3]);
            sum = th_dot2(b.ends, second, sum);
            sum = th_wrapping_add(sum, b.middle * weights[4]);
            sum = th_dot2(d.ends, third, sum);
            sum = th_wrapping_add(sum, d.middle * weights[5]);
            *out = th_finish(sum, channel, mode, p->low, p->high);
            if (p->stride_width == 1) {
                a = b;
                b = d;
            } else {
                a = d;
                b = th_next_column(&r, p->in_width, zero);
            }
        }
    }
}

static void th_tight_3x3_full(const th_depthwise_tight_s8_row_params *p, const int8_t *const *rows,
                              int8_t *output) {
    th_tight_3x3(p, rows, output, TH_FOLDED_FULL);
}
static void th_tight_3x3_any(const th_depthwise_tight_s8_row_params *p, const int8_t *const *rows,
                             int8_t *output) {
    th_tight_3x3(p, rows, output, th_mode(p->folded, p->low, p->high));
}

void th_depthwise_tight_s8_row(const th_depthwise_tight_s8_row_params *p,
                               const int8_t *const *rows, int8_t *output, void *scratch) {
    if (p->height != 3 || p->width != 3 || p->stride_width > 2 || p->pad_left > 2)
        th_tight_any(p, rows, output, (int8_t *)scratch);
    else if (th_mode(p->folded, p->low, p->high) == TH_FOLDED_FULL)
        th_tight_3x3_full(p, rows, output);
    else
        th_tight_3x3_any(p, rows, output);
}
