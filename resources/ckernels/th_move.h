/* Blocks of bytes from one tensor to another: slices, transpositions, paddings, joins. */
#ifndef TH_MOVE_H
#define TH_MOVE_H

#include "th_common.h"

#define TH_LOOPS 6

typedef struct {
    int32_t block;                /* bytes that are together in both tensors */
    int32_t from_start, to_start; /* all in bytes */
    int32_t count[TH_LOOPS];      /* innermost first; 1 where there is no such loop */
    int32_t from_step[TH_LOOPS];
    int32_t to_step[TH_LOOPS];
} th_move_params;

void th_move(const th_move_params* p, const void* input, void* output);

#endif
