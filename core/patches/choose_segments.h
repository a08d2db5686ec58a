#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/units.h"
#include "core/patches/patch_cost.h"
#include "core/patches/patch_plan.h"

namespace thimble::patches {

/// A segment that could be cut, and what that takes.
struct SegmentCost {
    PatchPlan plan;
    RunCost cost;
};

/// Segments that do not overlap, in order; the operators between them run as they are.
struct SegmentChoice {
    std::vector<PatchPlan> segments;
    Bytes load = 0;
    Macs macs = 0;
    Bytes tail = 0;
    std::int64_t patches = 0;
    friend bool operator==(const SegmentChoice&, const SegmentChoice&) = default;
};

/// What is to be little, the load aside.
struct Price {
    double ofMac = 1;
    double ofTailByte = 0;
};

/// The cheapest choice whose load is at most `limit`, then the one with the fewest patches; nothing
/// where there is none. Exact, by going through the places where segments end.
///   whole      by operator: what it takes as it is
///   segments   those that end earlier first
[[nodiscard]] std::optional<SegmentChoice> cheapest(const std::vector<RunCost>& whole,
                                                    const std::vector<SegmentCost>& segments,
                                                    Bytes limit, const Price& price);

}  // namespace thimble::patches
