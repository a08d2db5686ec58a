#include "core/arena/planners.h"

#include <array>

#include "core/arena/optimal_plan.h"

namespace thimble {

namespace {

/// A plan as high as the bound is the lowest, whoever found it; a higher one is where it ends.
template <ArenaPlan (*Heuristic)(const ArenaProblem&)>
SearchResult<ArenaPlan> planQuickly(const ArenaProblem& problem, const SearchLimits& /*limits*/,
                                    const SearchControl& /*control*/) {
    SearchResult<ArenaPlan> result;
    result.best = Heuristic(problem);
    result.lowerBound = strongArenaLowerBound(problem);
    if (result.best.arenaBytes > result.lowerBound) result.reason = StopReason::Limit;
    return result;
}

constexpr std::array<ArenaPlanner, 3> kPlanners = {{
    {"greedy", "by falling size into the lowest gap, as TFLM does on the device", false,
     planQuickly<planGreedyBySize>},
    {"best-fit", "by falling size into the smallest gap with room", false,
     planQuickly<planBestFit>},
    {"exact", "the lowest plan there is, with a proof or the gap that is left", true,
     findOptimalPlan},
}};

}  // namespace

std::span<const ArenaPlanner> arenaPlanners() { return kPlanners; }

}  // namespace thimble
