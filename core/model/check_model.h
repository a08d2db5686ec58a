#pragma once

#include "core/base/result.h"
#include "core/model/model.h"

namespace thimble {

/// What the rest of the program relies on: every index points at something, shapes are not
/// negative, no tensor overflows a size, subgraphs do not call each other in a circle, no operator
/// reads what is only written later. Every reader and every rewrite of a model answers to this.
///   errors   InvalidFile    inconsistent: names the tensor, operator or list
///            Unsupported    data outside the flatbuffer, external buffers
[[nodiscard]] Result<void> checkModel(const Model& model);

}  // namespace thimble
