#include <algorithm>
#include <numeric>

#include "core/arena/arena_plan.h"

namespace thimble {

namespace {

struct Placed {
    Bytes first;
    Bytes last;
    LiveRange live;
};

/// TFLM compares inclusive ranges, so a buffer that nothing uses still occupies its one step.
bool overlapInTime(LiveRange a, LiveRange b) { return a.first < b.last && b.first < a.last; }

/// The lowest gap of `bytes` between what is alive at the same time; `placed` is sorted by offset.
Bytes firstGap(const std::vector<Placed>& placed, LiveRange live, Bytes bytes) {
    Bytes candidate = 0;
    for (const Placed& other : placed) {
        if (!overlapInTime(other.live, live)) continue;
        if (other.first - candidate >= bytes) break;
        candidate = std::max(candidate, other.last);
    }
    return candidate;
}

}  // namespace

ArenaPlan planGreedyBySize(const ArenaProblem& problem) {
    std::vector<std::size_t> order(problem.buffers.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        const ArenaBuffer& x = problem.buffers[a];
        const ArenaBuffer& y = problem.buffers[b];
        if (x.fixedOffset.has_value() != y.fixedOffset.has_value())
            return x.fixedOffset.has_value();
        if (x.fixedOffset) return a < b;
        if (x.bytes != y.bytes) return x.bytes > y.bytes;
        return a > b;
    });

    ArenaPlan plan;
    plan.offsets.resize(problem.buffers.size());
    std::vector<Placed> placed;
    placed.reserve(order.size());
    for (const std::size_t i : order) {
        const ArenaBuffer& buffer = problem.buffers[i];
        const Bytes offset =
            buffer.fixedOffset ? *buffer.fixedOffset : firstGap(placed, buffer.live, buffer.bytes);
        plan.offsets[i] = offset;
        plan.arenaBytes = std::max(plan.arenaBytes, offset + buffer.bytes);
        const auto at = std::ranges::upper_bound(placed, offset, {}, &Placed::first);
        placed.insert(at, {offset, offset + buffer.bytes, buffer.live});
    }
    return plan;
}

}  // namespace thimble
