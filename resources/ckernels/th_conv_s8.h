/* CONV_2D, int8: input [N, H, W, C], output [N, H, W, C]. */
#ifndef TH_CONV_S8_H
#define TH_CONV_S8_H

#include "th_conv.h"

typedef th_conv_params th_conv_s8_params;

/* scratch: 16 bytes per word of a patch for two unpacked patches, and 4 per word for a patch on its
   way where in_depth is no multiple of 4; on 4 bytes. */
void th_conv_s8(const th_conv_s8_params* p, const int8_t* input, int8_t* output, void* scratch);

#endif
