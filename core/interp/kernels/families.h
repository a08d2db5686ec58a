#pragma once

#include <span>

#include "core/interp/kernel.h"

namespace thimble::interp {

// One function per file of this folder: the kernels of one operator family.
[[nodiscard]] std::span<const KernelEntry> addKernels();
[[nodiscard]] std::span<const KernelEntry> alongAxisKernels();
[[nodiscard]] std::span<const KernelEntry> batchMatmulKernels();
[[nodiscard]] std::span<const KernelEntry> circularBufferKernels();
[[nodiscard]] std::span<const KernelEntry> compareKernels();
[[nodiscard]] std::span<const KernelEntry> concatenationKernels();
[[nodiscard]] std::span<const KernelEntry> controlFlowKernels();
[[nodiscard]] std::span<const KernelEntry> convolutionKernels();
[[nodiscard]] std::span<const KernelEntry> detectionKernels();
[[nodiscard]] std::span<const KernelEntry> fullyConnectedKernels();
[[nodiscard]] std::span<const KernelEntry> gatherKernels();
[[nodiscard]] std::span<const KernelEntry> generatorKernels();
[[nodiscard]] std::span<const KernelEntry> hardSwishKernels();
[[nodiscard]] std::span<const KernelEntry> l2NormalizationKernels();
[[nodiscard]] std::span<const KernelEntry> lstmKernels();
[[nodiscard]] std::span<const KernelEntry> mulKernels();
[[nodiscard]] std::span<const KernelEntry> paddingKernels();
[[nodiscard]] std::span<const KernelEntry> poolingKernels();
[[nodiscard]] std::span<const KernelEntry> quantizeKernels();
[[nodiscard]] std::span<const KernelEntry> rearrangeKernels();
[[nodiscard]] std::span<const KernelEntry> reduceKernels();
[[nodiscard]] std::span<const KernelEntry> reluKernels();
[[nodiscard]] std::span<const KernelEntry> reshapeKernels();
[[nodiscard]] std::span<const KernelEntry> resizeKernels();
[[nodiscard]] std::span<const KernelEntry> selectKernels();
[[nodiscard]] std::span<const KernelEntry> sigmoidKernels();
[[nodiscard]] std::span<const KernelEntry> signalFilterBankKernels();
[[nodiscard]] std::span<const KernelEntry> signalFourierKernels();
[[nodiscard]] std::span<const KernelEntry> signalFramesKernels();
[[nodiscard]] std::span<const KernelEntry> signalSpectrumKernels();
[[nodiscard]] std::span<const KernelEntry> slicingKernels();
[[nodiscard]] std::span<const KernelEntry> softmaxKernels();
[[nodiscard]] std::span<const KernelEntry> svdfKernels();
[[nodiscard]] std::span<const KernelEntry> transposeConvolutionKernels();
[[nodiscard]] std::span<const KernelEntry> unaryKernels();
[[nodiscard]] std::span<const KernelEntry> variableKernels();

}  // namespace thimble::interp
