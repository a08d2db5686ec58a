#include "th_conv_s8.h"

#include "th_patches.h"

static void th_patch_by_words(const th_conv_s8_params *p, const int8_t *input, int32_t y, int32_t x,
                              uint32_t *to) {
    const uint32_t zero = th_zero_halves(p);
    const th_span inside = th_inside(x, p->width, p->dilation_width, p->in_width);
    int32_t ky;
    for (ky = 0; ky < p->height; ++ky) {
        const int32_t row = y + ky * p->dilation_height;
        const int8_t *from =
            row < 0 || row >= p->in_height ? NULL : input + row * p->in_width * p->in_depth;
        to = th_patch_row_words(p, from, x, inside, zero, to);
    }
}

static void th_patch_by_bytes(const th_conv_s8_params *p, const int8_t *input, int32_t y, int32_t x,
                              uint32_t *to, int8_t *packed) {
    const th_span inside = th_inside(x, p->width, p->dilation_width, p->in_width);
    int8_t *end = packed;
    int32_t ky;
    for (ky = 0; ky < p->height; ++ky) {
        const int32_t row = y + ky * p->dilation_height;
        const int8_t *from =
            row < 0 || row >= p->in_height ? NULL : input + row * p->in_width * p->in_depth;
        end = th_patch_row_bytes(p, from, x, inside, end);
    }
    th_patch_done(p, packed, end, to);
}

void th_conv_s8(const th_conv_s8_params *p, const int8_t *input, int8_t *output, void *scratch) {
    uint32_t *patches = (uint32_t *)scratch;
    int8_t *packed = (int8_t *)(patches + 4 * p->words);
    const int32_t by_words = p->in_depth % 4 == 0;
    /* Nothing is padded, at the ends neither. */
    const int32_t is_point = by_words && p->height == 1 && p->width == 1 && p->pad_top == 0 &&
                             p->pad_left == 0 &&
                             (p->out_height - 1) * p->stride_height < p->in_height &&
                             (p->out_width - 1) * p->stride_width < p->in_width;
    int32_t waiting = 0;
    int8_t *first = output;
    int32_t n, oy, ox;
    for (n = 0; n < p->batches; ++n) {
        for (oy = 0; oy < p->out_height; ++oy) {
            const int32_t y = oy * p->stride_height - p->pad_top;
            for (ox = 0; ox < p->out_width; ++ox) {
                const int32_t x = ox * p->stride_width - p->pad_left;
                if (is_point)
                    th_patch_unpack(input + (y * p->in_width + x) * p->in_depth, p->words,
                              patches + 2 * waiting);
                else if (by_words)
                    th_patch_by_words(p, input, y, x, patches + 2 * waiting);
                else
                    th_patch_by_bytes(p, input, y, x, patches + 2 * waiting, packed);
                waiting += 1;
                if (waiting == 2) {
                    th_patches(p, patches, first, output);
                    waiting = 0;
                } else {
                    first = output;
                }
                output += p->out_depth;
            }
        }
        input += p->in_height * p->in_width * p->in_depth;
    }
    if (waiting != 0) {
        /* An odd number of positions: the second patch is the first one again. */
        int32_t i;
        for (i = 0; i < p->words; ++i) {
            patches[4 * i + 2] = patches[4 * i];
            patches[4 * i + 3] = patches[4 * i + 1];
        }
        th_patches(p, patches, first, first);
    }
}
