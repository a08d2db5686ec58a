/* th_conv_s8_row in less memory and more time: a position at a time, whose patch stays packed. */
#ifndef TH_CONV_TIGHT_S8_ROW_H
#define TH_CONV_TIGHT_S8_ROW_H

#include "th_conv.h"

/* As th_conv_s8_row has it. */
typedef th_conv_params th_conv_tight_s8_row_params;

/* rows: one for each row of the window, at any byte; null outside the image.
   scratch: 4 bytes for each of `words`.
   Positions go from left to right: a patch is read, then its outputs are written. So the output may
   lie over an input row that nobody needs afterwards wherever no position's outputs end behind the
   first column that the next one still reads. */
void th_conv_tight_s8_row(const th_conv_tight_s8_row_params* p, const int8_t* const* rows,
                          int8_t* output, void* scratch);

#endif
