#include <algorithm>
#include <numeric>

#include "core/arena/arena_plan.h"
#include "core/arena/gaps.h"

namespace thimble {

namespace {

/// Fixed buffers first, then by falling size; of equal sizes the later first, as in TFLM.
std::vector<std::size_t> orderBySize(const ArenaProblem& problem) {
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
    return order;
}

template <typename FindGap>
ArenaPlan planBySize(const ArenaProblem& problem, const FindGap& findGap) {
    ArenaPlan plan;
    plan.offsets.resize(problem.buffers.size());
    Gaps gaps(problem.alignment);
    gaps.reserve(problem.buffers.size());
    for (const std::size_t i : orderBySize(problem)) {
        const ArenaBuffer& buffer = problem.buffers[i];
        const Bytes bytes = alignUp(buffer.bytes, problem.alignment);
        const Bytes offset =
            buffer.fixedOffset ? *buffer.fixedOffset : findGap(gaps, buffer.live, bytes);
        plan.offsets[i] = offset;
        plan.arenaBytes = std::max(plan.arenaBytes, offset + bytes);
        gaps.add(buffer.live, {offset, offset + bytes});
    }
    return plan;
}

}  // namespace

ArenaPlan planGreedyBySize(const ArenaProblem& problem) {
    return planBySize(problem, [](const Gaps& gaps, LiveRange live, Bytes bytes) {
        return gaps.lowest(live, bytes);
    });
}

ArenaPlan planBestFit(const ArenaProblem& problem) {
    return planBySize(problem, [](const Gaps& gaps, LiveRange live, Bytes bytes) {
        return gaps.tightest(live, bytes);
    });
}

}  // namespace thimble
