/* Rows of an input, four channels at a time: such a word of a column is taken apart into lanes, one
   for each channel. */
#ifndef TH_LANES_H
#define TH_LANES_H

#include <stddef.h>

#include "th_depthwise_s8_row.h"

enum { TH_LANES = 4 };

/* What all rows have in common. Columns are counted with the padding. */
typedef struct {
    int32_t depth;
    int32_t first, last; /* columns that lie inside the row */
    int32_t channels;    /* fewer than four where the depth is */
    uint32_t zero;       /* four times the zero point */
} th_strip;

TH_INLINE th_strip th_strip_of(int32_t depth, int32_t in_width, int32_t pad_left, int32_t zero) {
    th_strip s;
    s.depth = depth;
    s.first = pad_left;
    s.last = pad_left + in_width;
    s.channels = depth < TH_LANES ? depth : TH_LANES;
    s.zero = ((uint32_t)zero & 0xFFU) * 0x01010101U;
    return s;
}

/* A row from one of its channels on, as it goes along. A row outside the image stays where it is:
   at the zero point. */
typedef struct {
    const int8_t* at;
    int32_t step;
} th_reader;

TH_INLINE th_reader th_reader_at(const th_strip* s, const int8_t* row, int32_t channel, int32_t x) {
    th_reader reader;
    reader.step = row != NULL ? s->depth : 0;
    reader.at = row != NULL ? row + channel + (x - s->first) * s->depth : (const int8_t*)&s->zero;
    return reader;
}

/* The channels of a column inside; and the next. */
TH_INLINE uint32_t th_column(const th_strip* s, th_reader* r) {
    uint32_t word = 0;
    int32_t i;
    if (s->channels == TH_LANES || r->step == 0)
        word = th_load32(r->at);
    else
        for (i = 0; i < s->channels; ++i) word |= (uint32_t)(uint8_t)r->at[i] << (8 * i);
    r->at += r->step;
    return word;
}

/* What lanes end with. */
typedef struct {
    int32_t depth;
    int32_t mode, low, high;
} th_lane_end;

TH_INLINE th_lane_end th_lane_end_of(const th_depthwise_s8_row_params* p) {
    th_lane_end end;
    end.depth = p->depth;
    end.mode = th_mode(p->folded, p->low, p->high);
    end.low = p->low;
    end.high = p->high;
    return end;
}

/* Ready for th_lane_finish: with twice the multiplier, for th_finish_doubled. */
TH_INLINE th_channel th_lane_channel(const th_channel* c, int32_t mode) {
    th_channel channel = *c;
    if (mode != TH_EXACT) channel.multiplier = th_wrapping_shift(channel.multiplier, 1);
    return channel;
}

TH_INLINE int8_t th_lane_finish(int32_t sum, th_channel c, int32_t mode, const th_lane_end* end) {
    int32_t x = mode == TH_EXACT ? th_finish_exact(sum, c.multiplier, c.shift, c.round)
                                 : th_finish_doubled(sum, c.multiplier, c.shift, c.round);
    x = th_saturate8(x);
    if (mode != TH_FOLDED_FULL) x = th_clamp(x, end->low, end->high);
    return (int8_t)x;
}

#endif
