#pragma once

#include "core/model/model.h"

namespace thimble {

/// The same model without the buffers that no tensor and no metadata names; those behind move up.
/// The first stays: it is empty by convention.
///   model    has passed checkModel
[[nodiscard]] Model dropUnusedBuffers(const Model& model);

}  // namespace thimble
