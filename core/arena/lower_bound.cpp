#include <algorithm>
#include <map>

#include "core/arena/arena_plan.h"
#include "core/arena/packing.h"

namespace thimble {

Bytes arenaLowerBound(const ArenaProblem& problem) {
    std::map<std::int32_t, Bytes> change;
    for (const ArenaBuffer& buffer : problem.buffers) {
        if (buffer.live.empty()) continue;
        const Bytes bytes = alignUp(buffer.bytes, problem.alignment);
        change[buffer.live.first] += bytes;
        change[buffer.live.last] -= bytes;
    }
    Bytes alive = 0;
    Bytes most = 0;
    for (const auto& [step, bytes] : change) most = std::max(most, alive += bytes);
    return most;
}

namespace {

/// In one section: the top of a fixed item, and on it all that is too large to go below it.
Bytes boundByFixedItems(const Packing& packing, std::int32_t section) {
    Bytes bound = 0;
    for (const std::uint32_t f : packing.membersOf(section)) {
        const PackingItem& fixed = packing.items[f];
        if (fixed.fixed < 0) continue;
        Bytes height = fixed.fixed + fixed.bytes;
        for (const std::uint32_t i : packing.membersOf(section)) {
            const PackingItem& item = packing.items[i];
            const bool above =
                item.fixed < 0 ? item.bytes > fixed.fixed : item.fixed >= fixed.fixed + fixed.bytes;
            if (above) height += item.bytes;
        }
        bound = std::max(bound, height);
    }
    return bound;
}

}  // namespace

Bytes strongArenaLowerBound(const ArenaProblem& problem) {
    Bytes bound = arenaLowerBound(problem);
    bool anyFixed = false;
    for (const ArenaBuffer& buffer : problem.buffers) {
        bound = std::max(bound,
                         buffer.fixedOffset.value_or(0) + alignUp(buffer.bytes, problem.alignment));
        anyFixed |= buffer.fixedOffset.has_value();
    }
    if (!anyFixed) return bound;
    for (const Packing& part : splitInTime(problem))
        for (std::int32_t s = 0; part.searchable() && s < part.sections; ++s)
            bound = std::max(bound, boundByFixedItems(part, s));
    return bound;
}

}  // namespace thimble
