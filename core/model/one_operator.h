#pragma once

#include <cstddef>

#include "core/model/model.h"

namespace thimble {

/// A model of that operator of the first subgraph alone: same tensors under the same numbers, what
/// it reads at run time as the model's inputs (variables aside), its outputs as the outputs.
[[nodiscard]] Model oneOperator(const Model& model, std::size_t op);

}  // namespace thimble
