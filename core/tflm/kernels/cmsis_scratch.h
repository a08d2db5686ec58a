#pragma once

#include <cstdint>

#include "core/base/units.h"
#include "core/tflm/kernels/common.h"
#include "core/tflm/target.h"

namespace thimble::tflm::cmsis {

// Scratch memory of CMSIS-NN's functions as their *_get_buffer_size functions report it, compiled
// by GCC (Arm's compiler differs: 4 bytes per input channel for a 1x1 convolution with Dsp, another
// threshold for a depthwise convolution of one channel with Mve). Exact for sizes that fit a
// device. Functions that need none, or that TFLM does not ask, are left out: fully connected and
// depthwise convolution with 16-bit activations. Source: CMSIS-NN 4ab83cc3,
// Source/*/*get_buffer_sizes*.c.

/// A shape [n, h, w, c].
struct Shape {
    std::int64_t n = 1;
    std::int64_t h = 1;
    std::int64_t w = 1;
    std::int64_t c = 1;
};

struct Convolution {
    HeightWidth stride;
    HeightWidth padding;
    HeightWidth dilation;
    Shape input;
    Shape filter;  ///< c: input channels of one group; for depthwise convolutions the output's
    Shape output;
};

/// 8-bit activations; TFLM asks the same for 4-bit weights.
[[nodiscard]] Bytes convolveS8(KernelLibrary library, const Convolution& convolution);
[[nodiscard]] Bytes convolveS16(KernelLibrary library, const Convolution& convolution);
[[nodiscard]] Bytes depthwiseS8(KernelLibrary library, const Convolution& convolution);
[[nodiscard]] Bytes depthwiseS4(KernelLibrary library, const Convolution& convolution);

/// Transposed convolution: its working buffer, and the one for the reversed filter.
[[nodiscard]] Bytes transposeConvS8(KernelLibrary library, const Convolution& convolution);
[[nodiscard]] Bytes transposeConvReversedFilterS8(const Convolution& convolution);

/// Sums over the weights of each output channel; also for batch matrix products.
[[nodiscard]] Bytes fullyConnectedS8(KernelLibrary library, std::int64_t outputChannels);
[[nodiscard]] Bytes svdfS8(KernelLibrary library, std::int64_t filters);

/// 8-bit and 16-bit alike.
[[nodiscard]] Bytes averagePool(KernelLibrary library, std::int64_t channels);

}  // namespace thimble::tflm::cmsis
