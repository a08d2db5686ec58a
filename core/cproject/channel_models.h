#pragma once

#include <cstdint>

#include "core/base/result.h"
#include "core/model/model.h"

namespace thimble::cproject {

/// The operator's model (oneOperator) with channels [first, first + count) of its output alone, and
/// of its input where those are the same. For CONV_2D, FULLY_CONNECTED, DEPTHWISE_CONV_2D without a
/// multiplier, pools, and what works element by element.
///   errors   Unsupported   operands that are not sliced: weights that are no plain int8 constants
[[nodiscard]] Result<Model> someOutputs(const Model& model, std::size_t op, std::int32_t first,
                                        std::int32_t count);

/// A CONV_2D's or FULLY_CONNECTED's with channels [first, first + count) of its input alone.
///   errors   as someOutputs
[[nodiscard]] Result<Model> someInputs(const Model& model, std::size_t op, std::int32_t first,
                                       std::int32_t count);

}  // namespace thimble::cproject
