/* SignalFilterBankSpectralSubtraction: the signal without the noise, which is estimated. */
#ifndef TH_SIGNAL_SUBTRACTION_H
#define TH_SIGNAL_SUBTRACTION_H

#include "th_common.h"

typedef struct {
    int32_t channels;
    int32_t even_fresh, even_old; /* how fast the estimate follows: fractions of 2^fraction_bits */
    int32_t odd_fresh, odd_old;
    int32_t clamps;         /* the estimate is no larger than the signal */
    int32_t least;          /* of the signal that remains, a fraction */
    int32_t smoothing_bits; /* that the estimate has more than the signal */
    int32_t fraction_bits;
} th_signal_subtraction_params;

void th_signal_subtraction(const th_signal_subtraction_params* p, const void* input,
                           void* estimates, void* output, void* noise);

#endif
