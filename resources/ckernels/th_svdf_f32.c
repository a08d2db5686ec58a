#include "th_svdf_f32.h"

#include <math.h>

#include "th_real.h"

static float th_activated(int32_t activation, float x) {
    switch (activation) {
        case 1: return 0.0f < x ? x : 0.0f;
        case 2: return x < -1.0f ? -1.0f : (1.0f < x ? 1.0f : x);
        case 3: return x < 0.0f ? 0.0f : (6.0f < x ? 6.0f : x);
        case 4: return tanhf(x);
        case 5: return signbit(x) ? 1.0f : 0.0f;
        default: return x;
    }
}

void th_svdf_f32(const th_svdf_f32_params* p, const void* input, const void* feature,
                 const void* time, void* state, void* output) {
    const float* in = (const float*)input;
    const float* features = (const float*)feature;
    float* memory = (float*)state;
    float* out = (float*)output;
    const int32_t units = p->filters / p->rank;
    const int32_t size = p->batches * p->filters * p->memory;
    int32_t b, f, u, r, m;
    if (size == 0) return;
    memmove(memory, memory + 1, (size_t)(size - 1) * sizeof *memory);
    for (b = 0; b < p->batches; ++b) {
        const float* weights = (const float*)time;
        const float* remembered = memory;
        for (f = 0; f < p->filters; ++f)
            memory[(f + 1) * p->memory - 1] = th_dot_f32(features + f * p->inputs, in, p->inputs);
        for (u = 0; u < units; ++u) {
            float total = p->biases[u];
            for (r = 0; r < p->rank; ++r) {
                float sum = 0.0f;
                for (m = 0; m < p->memory; ++m) sum += *weights++ * *remembered++;
                total += sum;
            }
            *out++ = th_activated(p->activation, total);
        }
        in += p->inputs;
        memory += p->filters * p->memory;
    }
}
