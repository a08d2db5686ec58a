#include "th_cast.h"

#include "th_any_integer.h"
#include "th_memory.h"

static int64_t th_integer_at(const void* from, int32_t type, int32_t i) {
    if (type == TH_UINT32) return ((const uint32_t*)from)[i];
    if (type == TH_INT64) return (int64_t)th_load64((const uint8_t*)from + 8 * i);
    if (type == TH_BOOL) return ((const uint8_t*)from)[i] != 0;
    return th_read_integer(from, type, i);
}

/* Without what does not fit. */
static void th_put_integer(void* to, int32_t type, int32_t i, int64_t value) {
    const int32_t lower = (int32_t)(uint32_t)(uint64_t)value;
    if (type == TH_INT64)
        th_store64((uint8_t*)to + 8 * i, (uint64_t)value);
    else if (type == TH_BOOL)
        ((uint8_t*)to)[i] = value != 0;
    else
        th_write_integer(to, type == TH_UINT32 ? TH_INT32 : type, i, lower);
}

/* What is too large becomes the nearest of 32 bits, or of 64 where those are converted, as on
   Arm. */
static int64_t th_truncated(float x, int32_t type) {
    const int32_t is_wide = type == TH_INT64 || type == TH_UINT32;
    const float beyond = is_wide ? 9223372036854775808.0f : 2147483648.0f;
    if (type == TH_BOOL) return !(x == 0.0f);
    if (!(x == x)) return 0;
    if (x >= beyond) return is_wide ? INT64_MAX : INT32_MAX;
    if (x < -beyond) return is_wide ? INT64_MIN : INT32_MIN;
    return (int64_t)x;
}

void th_cast(const th_cast_params* p, const void* input, void* output) {
    const float* reals = (const float*)input;
    int32_t i;
    for (i = 0; i < p->elements; ++i) {
        if (p->in_type == TH_FLOAT32 && p->out_type == TH_FLOAT32)
            ((float*)output)[i] = reals[i];
        else if (p->in_type == TH_FLOAT32)
            th_put_integer(output, p->out_type, i, th_truncated(reals[i], p->out_type));
        else if (p->out_type == TH_FLOAT32)
            ((float*)output)[i] = (float)th_integer_at(input, p->in_type, i);
        else
            th_put_integer(output, p->out_type, i, th_integer_at(input, p->in_type, i));
    }
}
