/* The patch under a window whose rows lie anywhere. */
#ifndef TH_ROW_PATCH_H
#define TH_ROW_PATCH_H

#include "th_patch.h"

/* For a window that begins in column x; null rows are outside the image. Unpacked to one of two
   places; `packed`: room for 4 bytes per word of a patch, where the depth is no multiple of 4. */
TH_INLINE void th_row_patch(const th_conv_params* p, const int8_t* const* rows, int32_t x,
                            uint32_t* to, int8_t* packed) {
    const th_span inside = th_inside(x, p->width, p->dilation_width, p->in_width);
    int32_t ky;
    if (p->in_depth % 4 == 0) {
        const uint32_t zero = th_zero_halves(p);
        for (ky = 0; ky < p->height; ++ky)
            to = th_patch_row_words(p, rows[ky], x, inside, zero, to);
    } else {
        int8_t* end = packed;
        for (ky = 0; ky < p->height; ++ky) end = th_patch_row_bytes(p, rows[ky], x, inside, end);
        th_patch_done(p, packed, end, to);
    }
}

#endif
