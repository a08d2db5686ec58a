/* int16 samples in the order in which they came. In memory: by how many there are more of them than
   after a reset, which takes two samples' place, and then the samples. */
#ifndef TH_SIGNAL_QUEUE_H
#define TH_SIGNAL_QUEUE_H

#include "th_common.h"

typedef struct {
    int16_t* samples;
    int32_t count;
} th_queue;

TH_INLINE th_queue th_queue_at(int16_t* words, int32_t at_first) {
    th_queue queue;
    queue.samples = words + 2;
    queue.count = at_first + (int32_t)th_load32(words);
    return queue;
}

TH_INLINE void th_queue_keep(const th_queue* queue, int16_t* words, int32_t at_first) {
    th_store32(words, (uint32_t)(queue->count - at_first));
}

/* There is room. */
TH_INLINE void th_queue_push(th_queue* queue, const int16_t* samples, int32_t count) {
    memcpy(queue->samples + queue->count, samples, (size_t)count * sizeof *samples);
    queue->count += count;
}

TH_INLINE void th_queue_drop(th_queue* queue, int32_t count) {
    queue->count -= count;
    memmove(queue->samples, queue->samples + count, (size_t)queue->count * sizeof(int16_t));
}

#endif
