/* What the calls of CMSIS-NN have in common. */
#ifndef TH_CMSIS_H
#define TH_CMSIS_H

#include <arm_nnfunctions.h> /* CMSIS-NN's, which comes from you: README.md says how to name it */

/* Helium's kernels (Cortex-M55, M85) want more scratch memory, and sums of weights besides. */
#if defined(ARM_MATH_MVEI)
#error "This project was planned for CMSIS-NN without Helium: build it with -mcpu=cortex-m55+nomve"
#endif

#if defined(CMSIS_NN_USE_SINGLE_ROUNDING)
#error "With CMSIS_NN_USE_SINGLE_ROUNDING results are not those of the model's reference kernels"
#endif

/* CMSIS-NN only reads factors; its structure lacks the const. */
static inline int32_t* th_cmsis_table(const int32_t* table) { return (int32_t*)table; }

/* 0, or a status of CMSIS-NN's where its sources want more scratch memory than was planned. */
static inline int th_cmsis_check_room(int32_t wanted, int32_t planned) {
    return wanted <= planned ? 0 : (int)ARM_CMSIS_NN_ARG_ERROR;
}

#endif
