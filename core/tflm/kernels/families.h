#pragma once

#include <span>

#include "core/tflm/kernel.h"

namespace thimble::tflm {

// One function per file of this folder: the kernels of one operator family.
[[nodiscard]] std::span<const KernelEntry> activationKernels();
[[nodiscard]] std::span<const KernelEntry> arithmeticKernels();
[[nodiscard]] std::span<const KernelEntry> batchMatmulKernels();
[[nodiscard]] std::span<const KernelEntry> comparisonKernels();
[[nodiscard]] std::span<const KernelEntry> concatenationKernels();
[[nodiscard]] std::span<const KernelEntry> controlFlowKernels();
[[nodiscard]] std::span<const KernelEntry> convolutionKernels();
[[nodiscard]] std::span<const KernelEntry> customKernels();
[[nodiscard]] std::span<const KernelEntry> elementwiseKernels();
[[nodiscard]] std::span<const KernelEntry> fullyConnectedKernels();
[[nodiscard]] std::span<const KernelEntry> paddingKernels();
[[nodiscard]] std::span<const KernelEntry> poolingKernels();
[[nodiscard]] std::span<const KernelEntry> quantizeKernels();
[[nodiscard]] std::span<const KernelEntry> recurrentKernels();
[[nodiscard]] std::span<const KernelEntry> reduceKernels();
[[nodiscard]] std::span<const KernelEntry> reshapeKernels();
[[nodiscard]] std::span<const KernelEntry> signalKernels();
[[nodiscard]] std::span<const KernelEntry> slicingKernels();
[[nodiscard]] std::span<const KernelEntry> softmaxKernels();
[[nodiscard]] std::span<const KernelEntry> transposeConvolutionKernels();
[[nodiscard]] std::span<const KernelEntry> transposeKernels();
[[nodiscard]] std::span<const KernelEntry> variableKernels();

}  // namespace thimble::tflm
