#pragma once

#include "core/interp/kernels/contraction.h"

namespace thimble::interp {

/// A fast step for 8-bit operands, equal to the plain one to the last bit; empty where none fits:
/// weights known only at run time, padding far larger than the input, a machine without vectors.
[[nodiscard]] Step packedContraction(OperatorCall& call, const Contraction& contraction,
                                     const Requantisation& requantisation);

}  // namespace thimble::interp
