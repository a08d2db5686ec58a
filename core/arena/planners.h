#pragma once

#include <span>
#include <string_view>

#include "core/arena/arena_plan.h"
#include "core/base/search.h"

namespace thimble {

/// One way to place buffers in a single region. All have one signature, so that they swap; the
/// quick ones do not look at limits and control, and report arenaLowerBound.
struct ArenaPlanner {
    std::string_view name;         ///< as the command line spells it
    std::string_view description;  ///< one line
    bool exact = false;            ///< given enough nodes the plan is proven to be the lowest
    SearchResult<ArenaPlan> (*plan)(const ArenaProblem&, const SearchLimits&,
                                    const SearchControl&) = nullptr;
};

/// greedy (TFLM's own), best-fit, exact.
[[nodiscard]] std::span<const ArenaPlanner> arenaPlanners();

}  // namespace thimble
