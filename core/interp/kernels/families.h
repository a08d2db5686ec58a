#pragma once

#include <span>

#include "core/interp/kernel.h"

namespace thimble::interp {

// One function per file of this folder: the kernels of one operator family.
[[nodiscard]] std::span<const KernelEntry> convolutionKernels();
[[nodiscard]] std::span<const KernelEntry> fullyConnectedKernels();
[[nodiscard]] std::span<const KernelEntry> addKernels();
[[nodiscard]] std::span<const KernelEntry> compareKernels();
[[nodiscard]] std::span<const KernelEntry> mulKernels();
[[nodiscard]] std::span<const KernelEntry> reshapeKernels();
[[nodiscard]] std::span<const KernelEntry> transposeConvolutionKernels();

}  // namespace thimble::interp
