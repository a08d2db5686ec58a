/* Some channels of a row to their place among all of them. */
#ifndef TH_PLACE_ROW_H
#define TH_PLACE_ROW_H

#include "th_common.h"

typedef struct {
    int32_t width;
    int32_t first, count; /* channels, a byte each */
    int32_t channels;     /* of the whole row */
} th_place_row_params;

/* slice: [width, count]. row: [width, channels], of which other channels stay as they are. */
void th_place_row(const th_place_row_params* p, const int8_t* slice, int8_t* row);

#endif
