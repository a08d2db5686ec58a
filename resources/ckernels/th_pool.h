/* What a pool sees of its input through a window. */
#ifndef TH_POOL_H
#define TH_POOL_H

#include "th_common.h"

typedef struct {
    int32_t batches, depth;
    int32_t in_height, in_width;
    int32_t out_height, out_width;
    int32_t height, width; /* of the window */
    int32_t stride_height, stride_width;
    int32_t pad_top, pad_left;
} th_pool;

/* The part of a window that lies on the input, from its first element on. */
typedef struct {
    int32_t first;
    int32_t rows, columns;
    int32_t row_stride;
} th_view;

TH_INLINE th_view th_view_at(const th_pool* s, int32_t y, int32_t x) {
    const int32_t top = y * s->stride_height - s->pad_top;
    const int32_t left = x * s->stride_width - s->pad_left;
    const int32_t first_row = top > 0 ? top : 0;
    const int32_t first_column = left > 0 ? left : 0;
    const int32_t last_row = top + s->height < s->in_height ? top + s->height : s->in_height;
    const int32_t last_column = left + s->width < s->in_width ? left + s->width : s->in_width;
    th_view view;
    view.row_stride = s->in_width * s->depth;
    view.first = first_row * view.row_stride + first_column * s->depth;
    view.rows = last_row - first_row;
    view.columns = last_column - first_column;
    return view;
}

/* The columns of a window that lie on the input. */
typedef struct {
    int32_t first, count;
} th_columns;

TH_INLINE th_columns th_columns_at(const th_pool* s, int32_t x) {
    const int32_t left = x * s->stride_width - s->pad_left;
    const int32_t last = left + s->width < s->in_width ? left + s->width : s->in_width;
    th_columns columns;
    columns.first = left > 0 ? left : 0;
    columns.count = last - columns.first;
    return columns;
}

/* sum / count, rounded to nearest, halves away from zero. */
TH_INLINE int32_t th_rounded_mean(int32_t sum, int32_t count) {
    return (sum > 0 ? sum + count / 2 : sum - count / 2) / count;
}

#endif
