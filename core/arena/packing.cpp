#include "core/arena/packing.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "core/base/assert.h"

namespace thimble {

namespace {

constexpr std::size_t kMostMembers = std::size_t{1} << 23;

struct Event {
    std::int32_t step;
    bool begins;  // at the same step, what ends comes first
    std::uint32_t buffer;
};

std::vector<Event> eventsInTime(const ArenaProblem& problem) {
    std::vector<Event> events;
    for (std::uint32_t i = 0; i < problem.buffers.size(); ++i) {
        const ArenaBuffer& buffer = problem.buffers[i];
        THIMBLE_ASSERT(buffer.bytes >= 0);
        if (buffer.bytes == 0 || buffer.live.empty()) continue;
        events.push_back({buffer.live.first, true, i});
        events.push_back({buffer.live.last, false, i});
    }
    std::ranges::sort(events, [](const Event& a, const Event& b) {
        return std::tie(a.step, a.begins, a.buffer) < std::tie(b.step, b.begins, b.buffer);
    });
    return events;
}

/// Fills in all that follows from the items, which are sorted by their first section.
void addSections(Packing& packing) {
    const auto sections = static_cast<std::size_t>(packing.sections);
    packing.startsAt.assign(sections + 1, 0);
    packing.memberBegin.assign(sections + 1, 0);
    packing.load.assign(sections, 0);
    packing.unit = 0;
    std::size_t memberships = 0;
    for (const PackingItem& item : packing.items) {
        ++packing.startsAt[static_cast<std::size_t>(item.first) + 1];
        memberships += static_cast<std::size_t>(item.last - item.first);
        packing.unit = std::gcd(packing.unit, item.bytes);
        if (item.fixed > 0) packing.unit = std::gcd(packing.unit, item.fixed);
    }
    std::partial_sum(packing.startsAt.begin(), packing.startsAt.end(), packing.startsAt.begin());
    const bool searchable = memberships <= kMostMembers;
    if (searchable) packing.members.reserve(memberships);

    std::vector<std::uint32_t> alive;
    std::vector<Bytes> ending(sections + 1, 0);
    Bytes load = 0;
    for (std::size_t s = 0; s < sections; ++s) {
        const auto section = static_cast<std::int32_t>(s);
        load -= ending[s];
        for (std::size_t i = packing.startsAt[s]; i < packing.startsAt[s + 1]; ++i) {
            load += packing.items[i].bytes;
            ending[static_cast<std::size_t>(packing.items[i].last)] += packing.items[i].bytes;
            if (searchable) alive.push_back(static_cast<std::uint32_t>(i));
        }
        std::erase_if(alive, [&](std::uint32_t i) { return packing.items[i].last <= section; });
        packing.load[s] = load;
        packing.members.insert(packing.members.end(), alive.begin(), alive.end());
        packing.memberBegin[s + 1] = packing.members.size();
    }
}

}  // namespace

std::vector<Packing> splitInTime(const ArenaProblem& problem) {
    std::vector<Packing> parts;
    std::vector<std::size_t> itemOf(problem.buffers.size());
    std::size_t alive = 0;
    bool grown = false;  // since a section was closed
    for (const Event& event : eventsInTime(problem)) {
        const ArenaBuffer& buffer = problem.buffers[event.buffer];
        if (event.begins) {
            if (alive++ == 0) parts.emplace_back();
            itemOf[event.buffer] = parts.back().items.size();
            parts.back().items.push_back({alignUp(buffer.bytes, problem.alignment),
                                          parts.back().sections, 0, buffer.fixedOffset.value_or(-1),
                                          event.buffer});
            grown = true;
        } else {
            // The set alive up to here is not contained in the next one: a section ends.
            if (grown) ++parts.back().sections;
            grown = false;
            parts.back().items[itemOf[event.buffer]].last = parts.back().sections;
            --alive;
        }
    }
    for (Packing& part : parts) addSections(part);
    return parts;
}

}  // namespace thimble
