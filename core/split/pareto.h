#pragma once

#include <functional>
#include <vector>

#include "core/base/result.h"
#include "core/split/row_plan.h"

namespace thimble::split {

struct ParetoOptions {
    int budgets = 10;            ///< of RAM, evenly from the smallest arena to `mostBytes`
    Bytes mostBytes = 0;         ///< what is taken without rows; no plan needs more
    bool sliceChannels = false;  ///< look at slices of channels, too
    SearchLimits limits{.nodes = 1500};
};

/// Told after each budget: how many are done, and the plans so far.
using ParetoProgress = std::function<void(int done, const std::vector<RowPlan>& plans)>;

/// Plans to choose from: from the smallest arena that was found to the fewest calls of kernels.
/// None is as good as another in both. Cancelled: those so far.
///   errors   as planRows
[[nodiscard]] Result<std::vector<RowPlan>> paretoPlans(const RowGraph& graph,
                                                       const ParetoOptions& options,
                                                       const SearchControl& control,
                                                       const ParetoProgress& progress = {});

/// Only those that are not beaten, by ascending arena.
[[nodiscard]] std::vector<RowPlan> unbeaten(std::vector<RowPlan> plans);

}  // namespace thimble::split
