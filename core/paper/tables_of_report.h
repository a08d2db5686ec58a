#pragma once

#include <vector>

#include "core/paper/paper.h"

namespace thimble {

/// More rows are no reading.
inline constexpr std::size_t kMostPaperRows = 2000;

/// Operators, buffers of the head, the tail by category, tensors; what is empty is left out.
[[nodiscard]] std::vector<PaperTable> paperTables(const Report& report);

}  // namespace thimble
