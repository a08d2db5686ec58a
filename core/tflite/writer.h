#pragma once

#include <cstddef>
#include <vector>

#include "core/base/result.h"
#include "core/model/model.h"

namespace thimble {

/// The model as a .tflite: buffers on 16 bytes, identifier TFL3; readTflite gives an equal model
/// back. The same model gives the same bytes.
///   errors   Unsupported   operator options of a kind outside the schema, or over 2 GiB
[[nodiscard]] Result<std::vector<std::byte>> writeTflite(const Model& model);

}  // namespace thimble
