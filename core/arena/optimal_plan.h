#pragma once

#include "core/arena/arena_plan.h"
#include "core/base/search.h"

namespace thimble {

/// The lower bound of a problem without any plan: fixed buffers that overlap or are misaligned.
inline constexpr Bytes kNoPlan = std::numeric_limits<Bytes>::max();

/// Finds a plan of the smallest height.
/// Key insight: hardly anything is lower than the most bytes alive in one step, and nothing prunes
/// like a capacity without slack. So it is asked first whether that height is enough, and higher
/// ones are looked at only as far as the answer is no or does not come.
///   input    a problem with at most one region, whose size is not looked at (several:
///            region_plan.h)
///   result   valid for every reason; where fixed buffers clash there is no valid plan, and
///            lowerBound is kNoPlan. Proven: no plan is lower
///   limits   a node is one buffer placed; without a limit a hard problem may take for ever
///   cost     exponential in the worst case; memory O(n + m) (packing.h) plus at most 32 MiB
///   source   placement_search.h, placement_order.h
[[nodiscard]] SearchResult<ArenaPlan> findOptimalPlan(const ArenaProblem& problem,
                                                      const SearchLimits& limits = {},
                                                      const SearchControl& control = {});

/// Finds a plan no higher than `capacity`, and stops at the first.
///   result   Proven: best.arenaBytes <= capacity, or else no plan fits and lowerBound > capacity.
///            Otherwise `best` is the lowest plan seen
[[nodiscard]] SearchResult<ArenaPlan> findPlanWithin(const ArenaProblem& problem, Bytes capacity,
                                                     const SearchLimits& limits = {},
                                                     const SearchControl& control = {});

}  // namespace thimble
