#include "core/arena/gaps.h"

#include <algorithm>
#include <limits>

namespace thimble {

namespace {

/// TFLM compares inclusive ranges, so a buffer that nothing uses still occupies its one step.
bool overlapInTime(LiveRange a, LiveRange b) { return a.first < b.last && b.first < a.last; }

}  // namespace

void Gaps::add(LiveRange live, ByteRange place) {
    const auto at = std::ranges::upper_bound(m_placed, place.first, {},
                                             [](const Placed& p) { return p.place.first; });
    m_placed.insert(at, {place, live});
}

Bytes Gaps::lowest(LiveRange live, Bytes bytes, Bytes from) const {
    Bytes candidate = from;
    for (const Placed& other : m_placed) {
        if (!overlapInTime(other.live, live)) continue;
        if (other.place.first - candidate >= bytes) break;
        candidate = std::max(candidate, alignUp(other.place.last, m_alignment));
    }
    return candidate;
}

Bytes Gaps::tightest(LiveRange live, Bytes bytes) const {
    Bytes candidate = 0;
    Bytes best = -1;
    Bytes bestRoom = std::numeric_limits<Bytes>::max();
    for (const Placed& other : m_placed) {
        if (!overlapInTime(other.live, live)) continue;
        const Bytes room = other.place.first - candidate;
        if (room >= bytes && room < bestRoom) {
            best = candidate;
            bestRoom = room;
        }
        candidate = std::max(candidate, alignUp(other.place.last, m_alignment));
    }
    return best >= 0 ? best : candidate;
}

}  // namespace thimble
