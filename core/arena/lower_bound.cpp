#include <algorithm>
#include <map>

#include "core/arena/arena_plan.h"

namespace thimble {

Bytes arenaLowerBound(const ArenaProblem& problem) {
    std::map<std::int32_t, Bytes> change;
    for (const ArenaBuffer& buffer : problem.buffers) {
        if (buffer.live.empty()) continue;
        change[buffer.live.first] += buffer.bytes;
        change[buffer.live.last] -= buffer.bytes;
    }
    Bytes alive = 0;
    Bytes most = 0;
    for (const auto& [step, bytes] : change) most = std::max(most, alive += bytes);
    return most;
}

}  // namespace thimble
