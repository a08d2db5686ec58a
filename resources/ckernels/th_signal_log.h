/* SignalFilterBankLog: natural logarithms, scaled, in 16 bits. */
#ifndef TH_SIGNAL_LOG_H
#define TH_SIGNAL_LOG_H

#include "th_common.h"

typedef struct {
    int32_t elements;
    int32_t correction; /* bits by which inputs are shifted up */
    int32_t scale;
    const int32_t* excess; /* log2(1 + i / 128) - i / 128 in 65536ths, i from 0 to 128 */
} th_signal_log_params;

void th_signal_log(const th_signal_log_params* p, const void* input, void* output);

#endif
