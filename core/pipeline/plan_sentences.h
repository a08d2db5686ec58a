#pragma once

#include <string>

#include "core/pipeline/plan_memory.h"

namespace thimble {

/// Whether another order could need less, and why: "No order can need less: at operator #7 CONV_2D
/// its inputs and outputs alone are 55,296 bytes alive together." Operators have the numbers of the
/// model as it was.
[[nodiscard]] std::string orderSentence(const MemoryPlan& plan, OrderChoice choice);

/// Whether another placement could be lower, and what is lost to gaps.
[[nodiscard]] std::string placementSentence(const MemoryPlan& plan, PlacementChoice choice);

}  // namespace thimble
