#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/interval.h"
#include "core/base/units.h"

namespace thimble {

/// One buffer to place: `bytes` (rounded up to the problem's alignment already) during `live`.
struct ArenaBuffer {
    Bytes bytes = 0;
    LiveRange live;
    std::optional<Bytes> fixedOffset;  ///< where it must lie
    friend bool operator==(const ArenaBuffer&, const ArenaBuffer&) = default;
};

/// Buffers that may share addresses where their live ranges do not overlap.
struct ArenaProblem {
    std::vector<ArenaBuffer> buffers;
    friend bool operator==(const ArenaProblem&, const ArenaProblem&) = default;
};

/// An offset per buffer, and how high they reach.
struct ArenaPlan {
    std::vector<Bytes> offsets;
    Bytes arenaBytes = 0;
    friend bool operator==(const ArenaPlan&, const ArenaPlan&) = default;
};

/// Every way the plan is wrong, in words; empty means valid: each buffer inside the arena and where
/// it was fixed, no two that are alive together overlapping. Quadratic, and short enough to
/// believe.
[[nodiscard]] std::vector<std::string> checkArenaPlan(const ArenaProblem& problem,
                                                      const ArenaPlan& plan);

/// The most bytes alive in one step: no plan can be lower.
[[nodiscard]] Bytes arenaLowerBound(const ArenaProblem& problem);

/// Places buffers as TFLM's GreedyMemoryPlanner does: fixed ones first, then by falling size (of
/// equal sizes the later first), each into the first gap between buffers alive at the same time.
/// Heuristic. Fixed offsets are taken as they are, also where they overlap.
///   cost     O(n^2) time, O(n) memory
///   source   micro/memory_planner/greedy_memory_planner.cc
[[nodiscard]] ArenaPlan planGreedyBySize(const ArenaProblem& problem);

}  // namespace thimble
