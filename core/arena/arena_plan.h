#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/base/interval.h"
#include "core/base/units.h"

namespace thimble {

/// One buffer to place: `bytes` during `live`.
struct ArenaBuffer {
    Bytes bytes = 0;
    LiveRange live;
    std::optional<Bytes> fixedOffset;                                   ///< where it must lie
    std::uint32_t regions = std::numeric_limits<std::uint32_t>::max();  ///< bit r: may be in r
    friend bool operator==(const ArenaBuffer&, const ArenaBuffer&) = default;
};

/// A memory of its own, such as a fast and a slow one; offsets count from its start.
struct ArenaRegion {
    Bytes bytes = 0;
    friend bool operator==(const ArenaRegion&, const ArenaRegion&) = default;
};

/// Buffers that may share addresses where their live ranges do not overlap. Sums of all bytes and
/// offsets stay below 2^62.
struct ArenaProblem {
    std::vector<ArenaBuffer> buffers;
    Bytes alignment = 1;               ///< a power of two: offsets are multiples, sizes round up
    std::vector<ArenaRegion> regions;  ///< the preferred one first, at most 32; none: one, endless
    friend bool operator==(const ArenaProblem&, const ArenaProblem&) = default;
};

/// An offset per buffer, and how high they reach. Where the problem has several regions the offset
/// counts from the start of the buffer's own, and arenaBytes is the sum of the regions' heights.
struct ArenaPlan {
    static constexpr std::int32_t kNowhere = -1;  ///< there was no room for the buffer

    std::vector<Bytes> offsets;
    Bytes arenaBytes = 0;
    std::vector<std::int32_t> regions;  ///< per buffer; empty unless the problem has several
    friend bool operator==(const ArenaPlan&, const ArenaPlan&) = default;
};

/// Every way the plan is wrong, in words; empty means valid: each buffer inside the arena and its
/// region, aligned, in a region it may be in, where it was fixed, no two that are alive together
/// overlapping. Quadratic, and short enough to believe. After 100 faults the rest is counted.
[[nodiscard]] std::vector<std::string> checkArenaPlan(const ArenaProblem& problem,
                                                      const ArenaPlan& plan);

/// The most bytes alive in one step: no plan can be lower.
[[nodiscard]] Bytes arenaLowerBound(const ArenaProblem& problem);

/// Never below arenaLowerBound: looks also at how high fixed buffers reach, at buffers that are
/// alive in no step, and, in each step, at what can neither go below a fixed buffer nor above it.
///   cost     O(n log n) time without fixed buffers; O(n f) with f of them
[[nodiscard]] Bytes strongArenaLowerBound(const ArenaProblem& problem);

/// Places buffers as TFLM's GreedyMemoryPlanner does: fixed ones first, then by falling size (of
/// equal sizes the later first), each into the first gap between buffers alive at the same time.
/// Heuristic. Fixed offsets are taken as they are, also where they overlap. Knows one region only.
///   cost     O(n^2) time, O(n) memory
///   source   micro/memory_planner/greedy_memory_planner.cc
[[nodiscard]] ArenaPlan planGreedyBySize(const ArenaProblem& problem);

/// The same order, but each into the smallest gap that has room for it. Heuristic.
///   cost     O(n^2) time, O(n) memory
[[nodiscard]] ArenaPlan planBestFit(const ArenaProblem& problem);

}  // namespace thimble
