#include "core/tflm/kernels/cmsis_scratch.h"

#include <algorithm>
#include <utility>

namespace thimble::tflm::cmsis {

namespace {

constexpr Bytes kInt16 = 2;

bool isMve(KernelLibrary library) { return library == KernelLibrary::CmsisMve; }

/// Two patches of the input as 16-bit values, or with Mve four in whole vectors of 16.
Bytes patchesS8(KernelLibrary library, const Shape& input, const Shape& filter) {
    const std::int64_t patch = product({filter.w, filter.h, input.c});
    return isMve(library) ? 4 * alignUp(patch, 16) : 2 * kInt16 * alignUp(patch, 4);
}

/// A product of matrices as it is: no patches to gather.
bool isPointwise(const Convolution& convolution) {
    return convolution.padding.width == 0 && convolution.padding.height == 0 &&
           convolution.filter.w == 1 && convolution.filter.h == 1 &&
           convolution.dilation.width == 1 && convolution.dilation.height == 1 &&
           convolution.input.c == convolution.filter.c;
}

/// A window that slides along a single row.
bool isOneRow(const Convolution& convolution) {
    return convolution.input.h == 1 && convolution.dilation.width == 1 &&
           convolution.filter.h == 1 && (convolution.stride.width * convolution.input.c) % 4 == 0 &&
           convolution.input.c == convolution.filter.c;
}

/// Mve: one patch at the left or right edge, where padding is copied in.
Bytes oneRowMve(const Convolution& convolution) {
    const std::int64_t stride = convolution.stride.width;
    const std::int64_t pad = convolution.padding.width;
    const std::int64_t channels = convolution.input.c;
    const std::int64_t window = convolution.filter.w;
    const std::int64_t outputs = convolution.output.w;
    const Bytes general = patchesS8(KernelLibrary::CmsisMve, convolution.input, convolution.filter);
    if (stride < 1) return general;

    const std::int64_t asymmetry = ((outputs - 1) * stride + window - convolution.input.w) % 2;
    const auto padded = [stride](std::int64_t columns) {
        return columns == 0 ? 0 : std::max<std::int64_t>(1, (columns + stride - 1) / stride);
    };
    const std::int64_t left = padded(pad);
    const std::int64_t right = padded(pad + asymmetry);
    if (left + right > outputs) return general;

    const Bytes atLeft = product({window + pad, channels});
    const Bytes atRight = product({window - 1 + (asymmetry != 0 ? right : pad), channels});
    return std::max(atLeft, atRight);
}

/// The optimised depthwise kernels cover one multiplier, one batch and no dilation.
bool isPlainDepthwise(const Convolution& convolution) {
    return convolution.input.c == convolution.output.c && convolution.input.n == 1 &&
           convolution.dilation.width == 1 && convolution.dilation.height == 1;
}

/// Mve works on blocks of 124 channels, four positions at a time.
Bytes depthwiseBlocksMve(const Shape& filter) { return product({4, 124, filter.w, filter.h}); }

/// One patch of all channels as 16-bit values.
Bytes depthwisePatch(const Convolution& convolution) {
    return product({convolution.input.c, convolution.filter.w, convolution.filter.h, 2});
}

/// Strides of up to 2 with enough channels run as an ordinary convolution of the reversed filter.
bool runsReversed(const Convolution& convolution) {
    return convolution.stride.width <= 2 && convolution.stride.height <= 2 &&
           convolution.input.c > 16;
}

}  // namespace

Bytes convolveS8(KernelLibrary library, const Convolution& convolution) {
    if (isPointwise(convolution)) return 0;
    if (isMve(library) && isOneRow(convolution)) return oneRowMve(convolution);
    return patchesS8(library, convolution.input, convolution.filter);
}

Bytes convolveS16(KernelLibrary library, const Convolution& convolution) {
    const std::int64_t patch =
        product({convolution.input.c, convolution.filter.w, convolution.filter.h});
    return isMve(library) ? 4 * kInt16 * alignUp(patch, 8) : 2 * kInt16 * patch;
}

Bytes depthwiseS8(KernelLibrary library, const Convolution& convolution) {
    const Shape& filter = convolution.filter;
    if (isMve(library)) {
        if (convolution.input.c == 1 && convolution.output.c > 1) {
            // Runs as an ordinary convolution of a filter with its dimensions exchanged.
            Convolution ordinary = convolution;
            std::swap(ordinary.filter.n, ordinary.filter.c);
            return convolveS8(library, ordinary) +
                   product({filter.n, filter.h, filter.w, filter.c});
        }
        return isPlainDepthwise(convolution) ? depthwiseBlocksMve(filter) : 0;
    }
    const bool is3x3 = filter.w == 3 && filter.h == 3 && convolution.padding.height <= 1 &&
                       convolution.padding.width <= 1;
    if (library != KernelLibrary::CmsisDsp || is3x3 || !isPlainDepthwise(convolution)) return 0;
    return depthwisePatch(convolution);
}

Bytes depthwiseS4(KernelLibrary library, const Convolution& convolution) {
    if (!isPlainDepthwise(convolution)) return 0;
    return isMve(library) ? depthwiseBlocksMve(convolution.filter) : depthwisePatch(convolution);
}

Bytes transposeConvS8(KernelLibrary library, const Convolution& convolution) {
    const Shape& filter = convolution.filter;
    if (runsReversed(convolution)) return patchesS8(library, convolution.input, filter);
    // The width is compared with the vertical stride: so it stands in CMSIS-NN.
    const std::int64_t columns = product({convolution.input.w - 1, convolution.stride.width}) +
                                 std::max(filter.w, convolution.stride.height);
    return product(
        {columns, convolution.output.c, std::max(filter.h, convolution.stride.height), 4});
}

Bytes transposeConvReversedFilterS8(const Convolution& convolution) {
    if (!runsReversed(convolution)) return 0;
    return product(
        {convolution.input.c, convolution.filter.w, convolution.filter.h, convolution.filter.n});
}

Bytes fullyConnectedS8(KernelLibrary library, std::int64_t outputChannels) {
    return isMve(library) ? product({outputChannels, 4}) : 0;
}

Bytes svdfS8(KernelLibrary library, std::int64_t filters) {
    return isMve(library) ? product({filters, 4}) : 0;
}

Bytes averagePool(KernelLibrary library, std::int64_t channels) {
    return library == KernelLibrary::CmsisDsp ? product({channels, 4}) : 0;
}

}  // namespace thimble::tflm::cmsis
