#pragma once

#include "core/cproject/emitter.h"
#include "core/interp/kernels/contraction.h"

namespace thimble::cproject {

/// The plain kernel for contractions of 8-bit inputs and weights that no other kernel does, and
/// those of other types (other_types.h).
///   errors   Unsupported   other types; a bias that is no constant
[[nodiscard]] Result<void> emitAnyContraction(Emitter& emitter, const interp::Contraction& sum);

}  // namespace thimble::cproject
