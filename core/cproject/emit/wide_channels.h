#pragma once

#include <cstdint>
#include <vector>

#include "core/base/result.h"
#include "core/cproject/emitter.h"
#include "core/interp/kernels/contraction.h"

namespace thimble::cproject {

/// The `th_wide_channel` table of an int16 contraction: six numbers for each output channel.
/// `hasNarrowSums`: accumulators of 32 bits, as in TFLM's kernels with an int32 bias.
///   errors   Unsupported   a bias that is no constant
[[nodiscard]] Result<std::vector<std::int32_t>> wideChannels(const Emitter& emitter,
                                                             const interp::Requantisation& how,
                                                             std::size_t biasAt,
                                                             bool hasNarrowSums);

/// The factor of a sum of 64 bits as th_requantise_wide takes it: 16 bits of it, and by how many to
/// shift to the right.
[[nodiscard]] interp::Multiplier wideFactor(interp::Multiplier factor);

}  // namespace thimble::cproject
