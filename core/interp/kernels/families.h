#pragma once

#include <span>

#include "core/interp/kernel.h"

namespace thimble::interp {

// One function per file of this folder: the kernels of one operator family.
[[nodiscard]] std::span<const KernelEntry> addKernels();
[[nodiscard]] std::span<const KernelEntry> compareKernels();
[[nodiscard]] std::span<const KernelEntry> mulKernels();
[[nodiscard]] std::span<const KernelEntry> reshapeKernels();

}  // namespace thimble::interp
