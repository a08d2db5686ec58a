#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "core/tflm/kernel.h"

namespace thimble::tflm {

// What the convolution-like kernels reckon with, beyond operand_checks.h: windows, the weights'
// quantization, and sizes that stay sizes in a hostile file.

/// Height and width of a stride, a dilation or a padding.
struct HeightWidth {
    std::int64_t height = 0;
    std::int64_t width = 0;
};

/// The window of a convolution as its options have it.
struct Window {
    std::int64_t padding = 0;  ///< the schema's: 0 SAME, 1 VALID
    HeightWidth stride;
    HeightWidth dilation{1, 1};
};
[[nodiscard]] Window windowOf(const OptionTable& options);

/// Rows above and columns left of the input [N, H, W, C] that the window's first position adds;
/// none where the options make no sense, as in TFLM.
[[nodiscard]] HeightWidth windowPadding(const Window& window, const Tensor& input,
                                        HeightWidth filter);

/// How often the window fits: rows and columns of the output. 0 where the options make no sense.
[[nodiscard]] HeightWidth windowOutput(const Window& window, const Tensor& input,
                                       HeightWidth filter);

/// Product of sizes: 0 where one is not positive, and never above 2^48, which no arena comes near.
[[nodiscard]] std::int64_t product(std::initializer_list<std::int64_t> factors);

/// A copy of the tensor's shape in the tail, made where a kernel overwrites dimensions.
[[nodiscard]] Bytes shapeCopyBytes(const Tensor& tensor);

/// How many scales TFLM sees; 0 without affine quantization, above 1: per channel.
[[nodiscard]] std::int64_t scaleCount(const Tensor& tensor);

// Conditions, in the manner of operand_checks.h.

/// Only then do the kernel's reads of the first dimensions stay within the shape.
[[nodiscard]] bool requireRankAtLeast(KernelCall& call, const Tensor& tensor,
                                      std::string_view operand, std::size_t rank);
[[nodiscard]] bool requireRank(KernelCall& call, const Tensor& tensor, std::string_view operand,
                               std::size_t rank);
/// FLOAT32 with FLOAT32 weights, INT8 with INT8 or INT4, INT16 with INT8.
[[nodiscard]] bool requireWeightType(KernelCall& call, const Tensor& input, const Tensor& weights);
/// The option quantized_bias_type, which TFLM converts while it parses the options, although few
/// kernels look at it.
[[nodiscard]] bool requireKnownBiasOption(KernelCall& call);
/// One scale, or as many as `channels`, along the dimension that the file names.
[[nodiscard]] bool requireScalesPerChannel(KernelCall& call, const Tensor& weights,
                                           std::int64_t channels);
/// What a quantized convolution needs: scales of input and weights, an output that has integer
/// bounds for the fused activation.
[[nodiscard]] bool requireConvolutionQuantization(KernelCall& call, const Tensor& input,
                                                  const Tensor& weights, const Tensor& output,
                                                  std::int64_t channels, std::int64_t activation);

}  // namespace thimble::tflm
