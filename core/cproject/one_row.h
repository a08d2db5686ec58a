#pragma once

#include <cstdint>

#include "core/base/result.h"
#include "core/model/model.h"

namespace thimble::cproject {

/// A model of that operator of the first subgraph alone, for one row: every input that is not
/// constant, and the output, is [1, 1, W, C] instead of [1, H, W, C]. For operators that make a row
/// of their output from the same rows of their inputs.
///   errors   Unsupported   the operator is none of those, or its operands are not
[[nodiscard]] Result<Model> oneRow(const Model& model, std::size_t op);

}  // namespace thimble::cproject
