/* What a Fourier transform of real numbers needs: see th_fourier.h. */
#ifndef TH_FOURIER_TABLES_H
#define TH_FOURIER_TABLES_H

#include "th_common.h"

/* Joins `radix` transforms of length `rest` that earlier stages have made. */
typedef struct {
    int32_t radix, rest;
} th_stage;

typedef struct {
    int32_t rows;
    int32_t samples, numbers; /* of a row: real ones, and of its spectrum, two for each bin */
    int32_t half;             /* so many complex numbers are transformed */
    int32_t is_inverse;
    int32_t stage_count;
    const th_stage* stages; /* first to last */
    const int32_t* place;   /* where each of the complex numbers starts */
    const void* turns;      /* e^(-+2 pi i k / half): real, imaginary, ... */
    const void* untwist;    /* e^(-+pi i ((k + 1) / half + 1 / 2)) */
} th_fourier;

#endif
