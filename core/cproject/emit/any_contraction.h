#pragma once

#include <cstdint>

#include "core/cproject/emitter.h"
#include "core/interp/kernels/contraction.h"

namespace thimble::cproject {

/// What a call makes: all of the output, or one row of it, of the rows under the window.
enum class Form : std::uint8_t { Whole, Row };

/// The plain kernel for contractions of 8-bit inputs and weights that no other kernel does, and
/// those of other types (other_types.h).
///   errors   Unsupported   other types; a bias that is no constant
[[nodiscard]] Result<void> emitAnyContraction(Emitter& emitter, const interp::Contraction& sum,
                                              Form form = Form::Whole);

/// Input, weights and output of such a kernel.
void emitContractionOperands(Emitter& emitter, const interp::Contraction& sum, Form form);

}  // namespace thimble::cproject
