#pragma once

#include <string>
#include <vector>

#include "core/report/report.h"

namespace thimble {

/// The (at most) three things that make the arena as large as it is, largest first, each in a
/// sentence: tensors and scratch of the fullest step, the tail's largest part, fragmentation.
[[nodiscard]] std::vector<std::string> largestContributors(const Report& report);

}  // namespace thimble
