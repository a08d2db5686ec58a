#pragma once

#include <string>

#include "core/model/model.h"
#include "core/tflm/device_memory.h"

namespace thimble::tflm {

/// C++ to paste into firmware: a MicroMutableOpResolver with exactly the model's operators, and the
/// arena's size. Operators that TFLM has no kernel for are left as a comment.
[[nodiscard]] std::string opResolverSource(const Model& model, const DeviceMemory& memory);

}  // namespace thimble::tflm
