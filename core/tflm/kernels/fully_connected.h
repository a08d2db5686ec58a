#pragma once

#include "core/tflm/kernel.h"

namespace thimble::tflm {

/// Multiplier and shift per output channel of a fully connected product, in the tail, when the
/// weights have several scales; nothing for FLOAT32. Also for the gates of an LSTM, each of which
/// is two such products. Refuses scales that TFLM does, and then returns false. `bias`: null where
/// its scale is not compared.
[[nodiscard]] bool requestProductMultipliers(KernelCall& call, const Tensor& input,
                                             const Tensor& weights, const Tensor* bias,
                                             float outputScale);

/// What is left of requireConvolutionQuantization for a type that the reference kernel prepares
/// without having a kernel for it, which it finds out when it runs.
[[nodiscard]] bool requireVainQuantization(KernelCall& call, const Tensor& input,
                                           const Tensor& weights, const Tensor* bias,
                                           const Tensor& output, std::int64_t activation);

/// The scales of a product of two tensors are usable, and the bias' scale is near their product.
[[nodiscard]] bool requireProductScales(KernelCall& call, const Tensor& a, const Tensor& b,
                                        const Tensor* bias, float outputScale);

}  // namespace thimble::tflm
