#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/cproject/emitter.h"
#include "core/interp/kernels/activation_range.h"

namespace thimble::cproject {

/// The fields of `th_pool`, in order.
[[nodiscard]] std::vector<std::int64_t> poolSizes(const Emitter& emitter);

/// The values that an 8-bit pool may give.
[[nodiscard]] Result<interp::IntegerRange> poolRange(const Emitter& emitter);

/// A call of th_max_pool_8 or th_average_pool_8, or of the kernel whose name goes on like that,
/// without operands.
[[nodiscard]] Result<void> emitPoolCall(Emitter& emitter, const std::string& ending);

}  // namespace thimble::cproject
