#include "th_signal_framer.h"

#include "th_signal_queue.h"

void th_signal_framer(const th_signal_framer_params* p, const void* input, void* queues,
                      void* output, void* valid) {
    const int16_t* in = (const int16_t*)input;
    int16_t* out = (int16_t*)output;
    uint8_t complete = 1;
    int32_t r, f;
    for (r = 0; r < p->rows; ++r) {
        int16_t* words = (int16_t*)queues + r * p->words;
        for (f = 0; f < p->frames; ++f) {
            th_queue queue = th_queue_at(words, p->at_first);
            th_queue_push(&queue, in, p->step);
            if (queue.count < p->size) {
                complete = 0;
                memset(out, 0, (size_t)p->size * sizeof *out);
            } else {
                memcpy(out, queue.samples, (size_t)p->size * sizeof *out);
                th_queue_drop(&queue, p->step);
            }
            th_queue_keep(&queue, words, p->at_first);
            in += p->step;
            out += p->size;
        }
    }
    *(uint8_t*)valid = complete;
}
