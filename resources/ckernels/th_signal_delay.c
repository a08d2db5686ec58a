#include "th_signal_delay.h"

void th_signal_delay(const th_signal_delay_params* p, const void* input, void* kept, void* output) {
    const int16_t* in = (const int16_t*)input;
    int16_t* late = (int16_t*)kept;
    int16_t* out = (int16_t*)output;
    const int32_t moved = p->delay < p->size ? p->delay : p->size;
    int32_t r, i;
    for (r = 0; r < p->rows; ++r) {
        for (i = 0; i < moved; ++i) out[i] = late[i];
        for (i = moved; i < p->size; ++i) out[i] = in[i - moved];
        for (i = moved; i < p->delay; ++i) late[i - moved] = late[i];
        for (i = 0; i < moved; ++i) late[p->delay - moved + i] = in[p->size - moved + i];
        in += p->size;
        out += p->size;
        late += p->delay;
    }
}
