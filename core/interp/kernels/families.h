#pragma once

#include <span>

#include "core/interp/kernel.h"

namespace thimble::interp {

// One function per file of this folder: the kernels of one operator family.
[[nodiscard]] std::span<const KernelEntry> poolingKernels();
[[nodiscard]] std::span<const KernelEntry> reshapeKernels();
[[nodiscard]] std::span<const KernelEntry> signalFilterBankKernels();
[[nodiscard]] std::span<const KernelEntry> signalFourierKernels();
[[nodiscard]] std::span<const KernelEntry> signalFramesKernels();
[[nodiscard]] std::span<const KernelEntry> signalSpectrumKernels();
[[nodiscard]] std::span<const KernelEntry> svdfKernels();

}  // namespace thimble::interp
