#include "th_cmsis_depthwise_s8.h"

#include "th_cmsis.h"

int th_cmsis_depthwise_s8(const th_cmsis_depthwise_s8_params *p, const int8_t *input, int8_t *output,
                          void *scratch) {
    const int32_t multiplier = p->in_depth > 0 ? p->out_depth / p->in_depth : 0;
    const cmsis_nn_dw_conv_params how = {-p->input_zero,
                                        p->output_zero,
                                        multiplier,
                                        {p->stride_width, p->stride_height},
                                        {p->pad_left, p->pad_top},
                                        {p->dilation_width, p->dilation_height},
                                        {p->low, p->high}};
    const cmsis_nn_per_channel_quant_params factors = {th_cmsis_table(p->multipliers),
                                                       th_cmsis_table(p->shifts)};
    const cmsis_nn_dims in = {p->batches, p->in_height, p->in_width, p->in_depth};
    const cmsis_nn_dims window = {1, p->height, p->width, p->out_depth};
    const cmsis_nn_dims bias = {1, 1, 1, p->out_depth};
    const cmsis_nn_dims out = {p->batches, p->out_height, p->out_width, p->out_depth};
    const cmsis_nn_context context = {scratch, p->scratch_bytes};
    const int status = th_cmsis_check_room(
        arm_depthwise_conv_wrapper_s8_get_buffer_size(&how, &in, &window, &out), p->scratch_bytes);
    if (status != 0) return status;
    return (int)arm_depthwise_conv_wrapper_s8(&context, &how, &factors, &in, input, &window, p->weights, &bias,
                                              p->bias, &out, output);
}
