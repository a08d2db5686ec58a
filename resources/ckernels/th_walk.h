/* A walk over an output and the two operands that are stretched to its shape, outermost axis
   first. */
#ifndef TH_WALK_H
#define TH_WALK_H

#include "th_common.h"

#define TH_AXES 6

/* From one element to the next, along each axis; 0: the operand is stretched. */
typedef struct {
    int32_t elements; /* of the output */
    int32_t size[TH_AXES];
    int32_t first[TH_AXES];
    int32_t second[TH_AXES];
} th_walk;

/* Where one is: element of either operand at the start of a row of the last axis. */
typedef struct {
    int32_t first, second;
    int32_t index[TH_AXES];
} th_place;

TH_INLINE void th_next_row(const th_walk* walk, th_place* place) {
    int32_t axis;
    for (axis = TH_AXES - 2; axis >= 0; --axis) {
        place->first += walk->first[axis];
        place->second += walk->second[axis];
        if (++place->index[axis] < walk->size[axis]) return;
        place->index[axis] = 0;
        place->first -= walk->first[axis] * walk->size[axis];
        place->second -= walk->second[axis] * walk->size[axis];
    }
}

#endif
