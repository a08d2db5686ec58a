/* CONV_2D, int8: one row of the output, [W, C], of the rows of the input under the window. */
#ifndef TH_CONV_S8_ROW_H
#define TH_CONV_S8_ROW_H

#include "th_conv.h"

/* batches, heights, stride_height, dilation_height and pad_top say nothing here, but for the height
   of the window. */
typedef th_conv_params th_conv_s8_row_params;

/* rows: one for each row of the window, at any byte; null outside the image.
   scratch: as th_conv_s8 has it.
   Positions go from left to right, in pairs: two patches are read, then both positions' outputs are
   written. So the output may lie over an input row that nobody needs afterwards wherever no
   pair's outputs end behind the first column that the next pair still reads. */
void th_conv_s8_row(const th_conv_s8_row_params* p, const int8_t* const* rows, int8_t* output,
                    void* scratch);

#endif
