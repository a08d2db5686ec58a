#include "th_cmsis_fully_connected_s8.h"

#include <stddef.h>

#include "th_cmsis.h"

int th_cmsis_fully_connected_s8(const th_cmsis_fully_connected_s8_params *p, const int8_t *input,
                                int8_t *output) {
    const cmsis_nn_fc_params how = {-p->input_zero, 0, p->output_zero, {p->low, p->high}};
    const cmsis_nn_per_tensor_quant_params factor = {p->multiplier, p->shift};
    const cmsis_nn_dims in = {p->rows, 1, 1, p->depth};
    const cmsis_nn_dims weights = {p->depth, 1, 1, p->outputs};
    const cmsis_nn_dims bias = {1, 1, 1, p->outputs};
    const cmsis_nn_dims out = {p->rows, 1, 1, p->outputs};
    const cmsis_nn_context context = {NULL, 0};
    const int status = th_cmsis_check_room(arm_fully_connected_s8_get_buffer_size(&weights), 0);
    if (status != 0) return status;
    return (int)arm_fully_connected_s8(&context, &how, &factor, &in, input, &weights, p->weights,
                                       &bias, p->bias, &out, output);
}
