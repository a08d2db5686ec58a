#pragma once

#include <vector>

#include "core/graph/graph.h"
#include "core/schedule/order_problem.h"

namespace thimble {

/// The precedence that variables and other effects ask for, which no run-time tensor shows: see
/// orderProblem.
///   cost     linear
[[nodiscard]] std::vector<Precedence> hiddenOrder(const SubgraphGraph& graph);

}  // namespace thimble
