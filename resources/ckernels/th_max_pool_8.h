/* MAX_POOL_2D of int8 or uint8. */
#ifndef TH_MAX_POOL_8_H
#define TH_MAX_POOL_8_H

#include "th_pool.h"

typedef struct {
    th_pool sizes;
    int32_t flip;      /* 0x80 for uint8, which is lowered by 128 to be an int8; or 0 */
    int32_t low, high; /* of the output, as int8 */
} th_max_pool_8_params;

void th_max_pool_8(const th_max_pool_8_params* p, const void* input, void* output);

#endif
