#pragma once

#include "core/arena/arena_plan.h"
#include "core/base/search.h"

namespace thimble {

/// What a plan pays for not being all in the first region: bytes times the number of the region,
/// and one more than the last for what lies nowhere. With two regions: the bytes in the slow one.
[[nodiscard]] Bytes displacedBytes(const ArenaProblem& problem, const ArenaPlan& plan);

/// Finds a plan over two or more regions with the fewest displaced bytes.
/// Key insight: groups of buffers that no live range links are independent of each other in every
/// region at once. Within a group: a region for each buffer, the largest first, cut off by the
/// bytes alive in a step; whether a region's buffers can then be placed is asked of findPlanWithin.
///   result   valid unless a buffer lies nowhere (ArenaPlan::kNowhere), which costs more than any
///            place. lowerBound and the proof are of displacedBytes; heights are not minimised
///   limits   a node is one buffer assigned or placed
///   cost     exponential in the worst case, O(m) time per node (m: packing.h); memory O(n + m)
[[nodiscard]] SearchResult<ArenaPlan> findRegionPlan(const ArenaProblem& problem,
                                                     const SearchLimits& limits = {},
                                                     const SearchControl& control = {});

}  // namespace thimble
