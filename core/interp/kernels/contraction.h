#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/result.h"
#include "core/interp/kernels/activation_range.h"
#include "core/interp/operator_call.h"
#include "core/interp/requantise.h"

namespace thimble::interp {

// Convolution, depthwise convolution and matrix product are one sum: over a window of the input and
// its channels, of input times weight. They differ in where a weight lies and which channels of the
// input an output channel sees.

/// Sizes of such a sum; input [N, H, W, C], output [N, H, W, C].
struct Window {
    std::int64_t batches = 0;
    std::int64_t inHeight = 0, inWidth = 0, inDepth = 0;
    std::int64_t outHeight = 0, outWidth = 0, outDepth = 0;
    std::int64_t height = 1, width = 1;  ///< of the window
    std::int64_t depth = 0;              ///< input channels that an output channel sees
    std::int64_t outPerGroup = 0;        ///< output channels that see the same input channels
    std::int64_t strideHeight = 1, strideWidth = 1;
    std::int64_t dilationHeight = 1, dilationWidth = 1;
    std::int64_t padTop = 0, padLeft = 0;
    /// Weight of (output channel, y, x, input channel): the sum of each times these; the last is 1.
    std::int64_t weightsPerOutput = 0, weightsPerRow = 0, weightsPerColumn = 0;

    /// The first of the input channels that an output channel sees.
    [[nodiscard]] std::int64_t firstInput(std::int64_t outChannel) const {
        return outChannel / outPerGroup * depth;
    }
};

/// What turns an accumulator into an output.
struct Requantisation {
    std::int32_t inputZero = 0;
    std::int32_t weightZero = 0;
    std::int32_t outputZero = 0;
    std::vector<Multiplier> factors;  ///< by output channel
    IntegerRange range;
};

/// Operands of a contraction: input, weights, an optional bias, the output.
struct Contraction {
    Window window;
    std::size_t inputAt = 0, weightsAt = 1, biasAt = 2;  ///< positions of the inputs
    bool usesZeros = true;  ///< 16-bit convolutions ignore their zero points
};

/// The window's axes from the options of a convolution; checks strides and dilations.
[[nodiscard]] Result<void> readWindowOptions(const OperatorCall& call, Window& window);

/// Padding in front of `input` elements, of which a window of `size` makes `output` positions.
[[nodiscard]] std::int64_t paddingBefore(std::int64_t input, std::int64_t size, std::int64_t output,
                                         std::int64_t stride, std::int64_t dilation);

/// How CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED are such a sum; checks that their operands'
/// shapes fit. TRANSPOSE_CONV is one backwards: its window moves over the output.
[[nodiscard]] Result<Contraction> convolutionSum(const OperatorCall& call);
[[nodiscard]] Result<Contraction> depthwiseSum(const OperatorCall& call);
[[nodiscard]] Result<Contraction> fullyConnectedSum(const OperatorCall& call);
[[nodiscard]] Result<Contraction> transposeConvolutionSum(const OperatorCall& call);

/// Factors per output channel: input scale times weight scale over output scale, as TFLM computes
/// them for this kind of operator.
[[nodiscard]] Result<Requantisation> requantisationOf(const OperatorCall& call,
                                                      const Contraction& contraction);

/// The step for any of the types that TFLM runs, and for UINT8: with a fast kernel where one fits.
[[nodiscard]] Result<Step> prepareContraction(OperatorCall& call, const Contraction& contraction);

}  // namespace thimble::interp
