#include "th_signal_filter_bank.h"

#include "th_memory.h"

void th_signal_filter_bank(const th_signal_filter_bank_params* p, const void* input,
                           const void* weights, const void* unweights, void* output) {
    const uint32_t* in = (const uint32_t*)input;
    const int16_t* weight = (const int16_t*)weights;
    const int16_t* unweight = (const int16_t*)unweights;
    uint8_t* out = (uint8_t*)output;
    uint64_t rest = 0;
    int32_t c, i;
    for (c = 0; c <= p->channels; ++c) {
        const th_signal_channel* channel = p->bank + c;
        uint64_t weighted = rest;
        rest = 0;
        for (i = 0; i < channel->width; ++i) {
            const uint64_t energy = in[channel->frequency + i];
            weighted += (uint64_t)(int64_t)weight[channel->weight + i] * energy;
            rest += (uint64_t)(int64_t)unweight[channel->weight + i] * energy;
        }
        if (c > 0) th_store64(out + 8 * (c - 1), weighted);
    }
}
