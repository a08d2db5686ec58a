#pragma once

#include <cstdint>

#include "core/base/result.h"
#include "core/base/splitmix.h"
#include "core/interp/frame.h"

namespace thimble::interp {

/// Fills the inputs from one stream of random numbers, one draw per element, input after input:
/// integers take the draw's low bits, bool its lowest, FLOAT32 values in [-1, 1).
///   errors   Unsupported   an input of another type, named; a constant input
[[nodiscard]] Result<void> drawInputs(Frame& frame, SplitMix& random);

/// The same with a fresh stream.
[[nodiscard]] Result<void> drawInputs(Frame& frame, std::uint64_t seed);

}  // namespace thimble::interp
