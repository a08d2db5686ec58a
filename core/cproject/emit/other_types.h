#pragma once

#include <string>

#include "core/cproject/emit/any_contraction.h"
#include "core/cproject/emitter.h"
#include "core/interp/kernels/broadcast.h"
#include "core/interp/kernels/contraction.h"

namespace thimble::cproject {

// int16 and float32 of operators whose table entry stands with the 8-bit kernels. Each refuses
// other types.

/// CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED.
[[nodiscard]] Result<void> emitWideContraction(Emitter& emitter, const interp::Contraction& sum,
                                               Form form);

/// ADD, SUB, MUL and, of float32, DIV, as `walk` stretches the operands.
[[nodiscard]] Result<void> emitWideArithmetic(Emitter& emitter, const interp::Broadcast& walk);

/// MAX_POOL_2D and AVERAGE_POOL_2D, with the field `sizes` of a th_pool. A row has no operands yet.
[[nodiscard]] Result<void> emitWidePool(Emitter& emitter, const std::vector<std::int64_t>& sizes,
                                        Form form);

[[nodiscard]] Result<void> emitWideSoftmax(Emitter& emitter);

/// LEAKY_RELU, LOGISTIC and TANH.
[[nodiscard]] Result<void> emitWideUnary(Emitter& emitter);

/// The field `walk`, a th_walk over so many elements.
[[nodiscard]] std::string walkText(const interp::Broadcast& walk, std::size_t elements);

}  // namespace thimble::cproject
