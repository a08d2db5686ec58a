#pragma once

#include "core/base/result.h"
#include "core/cproject/emitter.h"
#include "core/interp/kernels/contraction.h"

namespace thimble::cproject {

/// The sum as a call of CMSIS-NN; false where it stays with our own kernels: the project does not
/// want it, or CMSIS-NN does not compute it as TFLM's reference kernels do. It does for int8 with
/// constant weights without a zero point, a constant bias or none, and no groups; a matrix product
/// has one factor for all outputs.
/// Weights, bias and factors are tables in the model's own layout. Scratch is what CMSIS-NN asks
/// for without Mve, whichever compiler builds it; the kernel holds it against what the sources ask
/// for when it runs. No output lies on its input: the orders of access are theirs to change.
///   errors   as requantisationOf
[[nodiscard]] Result<bool> emitCmsisNn(Emitter& emitter, const interp::Contraction& sum);

}  // namespace thimble::cproject
