#pragma once

#include <cstddef>
#include <optional>

#include "core/cproject/emitter.h"
#include "core/interp/program.h"
#include "core/model/model.h"

namespace thimble::cproject {

/// Rows and columns that a PAD of subgraph 0 adds, if it is one and adds nothing else.
[[nodiscard]] std::optional<FoldedPadding> imagePadding(const Model& model, std::size_t op);

/// Whether a convolution makes nothing of zeros: not so where a weight is infinite, or no number.
[[nodiscard]] bool zerosAddNothing(const interp::Program& program, std::size_t op);

}  // namespace thimble::cproject
