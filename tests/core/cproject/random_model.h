#pragma once

#include <cstdint>
#include <string>

#include "core/model/model.h"

namespace thimble::cproject::test {

/// A small int8 model for running by rows, the same for the same seed: chains and diamonds of
/// convolutions, pools, padding, element-wise operators and other shapes, with odd sizes, one or
/// two inputs and outputs that are read on. `text`, where given, becomes its operators, one a line.
[[nodiscard]] Model randomRowModel(std::uint64_t seed, std::string* text = nullptr);

}  // namespace thimble::cproject::test
