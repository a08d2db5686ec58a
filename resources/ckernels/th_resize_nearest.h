/* RESIZE_NEAREST_NEIGHBOR of any type. */
#ifndef TH_RESIZE_NEAREST_H
#define TH_RESIZE_NEAREST_H

#include "th_common.h"

typedef struct {
    int32_t batches;
    int32_t in_height, in_width;
    int32_t out_height, out_width;
    int32_t block;          /* bytes of a pixel */
    const int32_t* rows;    /* of the input, by row of the output */
    const int32_t* columns; /* likewise */
} th_resize_nearest_params;

void th_resize_nearest(const th_resize_nearest_params* p, const void* input, void* output);

#endif
