#include "th_signal_stacker.h"

#include "th_signal_queue.h"

void th_signal_stacker(const th_signal_stacker_params* p, const void* input, void* memory,
                       void* started, void* output, void* valid) {
    th_queue queue = th_queue_at((int16_t*)memory, 0);
    uint8_t* has_first = (uint8_t*)started;
    int32_t times = *has_first ? 1 : p->at_first;
    *has_first = 1;
    for (; times > 0; --times) th_queue_push(&queue, (const int16_t*)input, p->size);
    memset(output, 0, (size_t)p->elements * sizeof(int16_t));
    *(uint8_t*)valid = queue.count >= p->stacked;
    if (queue.count >= p->stacked) {
        memcpy(output, queue.samples, (size_t)p->stacked * sizeof(int16_t));
        th_queue_drop(&queue, p->advance);
    }
    th_queue_keep(&queue, (int16_t*)memory, 0);
}
