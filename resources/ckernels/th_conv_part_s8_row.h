/* What some of the input's channels contribute to a row of a CONV_2D of int8: sums of int32, to
   which the next slice of channels adds. */
#ifndef TH_CONV_PART_S8_ROW_H
#define TH_CONV_PART_S8_ROW_H

#include "th_conv.h"

/* in_depth channels; `channels`, `folded`, `low` and `high` are not looked at. */
typedef th_conv_params th_conv_part_s8_row_params;

/* rows: see th_conv_s8_row. sums: [W, C], may be `before`, which is what earlier slices have added
   up, or null for the first. scratch: as th_conv_s8_row. */
void th_conv_part_s8_row(const th_conv_part_s8_row_params* p, const int8_t* const* rows,
                         const int32_t* before, int32_t* sums, void* scratch);

#endif
