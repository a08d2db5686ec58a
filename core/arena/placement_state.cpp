#include "core/arena/placement_state.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace thimble {

namespace {

/// The finaliser of splitmix64: spreads every bit over all others.
std::uint64_t mix(std::uint64_t x) {
    x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31U);
}

}  // namespace

PlacementState::PlacementState(const Packing& packing, Bytes capacity)
    : m_packing(packing),
      m_capacity(capacity),
      m_lowest(packing.items.size()),
      m_placed(packing.items.size()),
      m_sections(at(packing.sections)),
      m_deadEnds(at(packing.sections), 1),
      m_order(packing.members),
      m_position(packing.members.size()),
      m_isTouched(at(packing.sections)) {
    m_firstPosition.reserve(packing.items.size());
    std::size_t position = 0;
    for (std::uint32_t i = 0; i < packing.items.size(); ++i) {
        const PackingItem& item = packing.items[i];
        if (item.fixed >= 0) m_fixed.push_back(i);
        m_firstPosition.push_back(position);
        position += at(item.last - item.first);
    }
    std::ranges::stable_sort(m_fixed, {}, [&](std::uint32_t i) { return packing.items[i].fixed; });
    for (std::int32_t s = 0; s < packing.sections; ++s)
        for (std::size_t k = packing.memberBegin[at(s)]; k < packing.memberBegin[at(s) + 1]; ++k) {
            const std::uint32_t i = m_order[k];
            m_position[m_firstPosition[i] + at(s - packing.items[i].first)] =
                static_cast<std::uint32_t>(k);
        }
}

bool PlacementState::reset() {
    m_trail.clear();
    std::ranges::fill(m_placed, char{0});
    for (std::int32_t s = 0; s < m_packing.sections; ++s)
        m_sections[at(s)] = {.left = m_packing.load[at(s)],
                             .unplaced = static_cast<std::int32_t>(m_packing.membersOf(s).size())};
    for (std::uint32_t i = 0; i < m_packing.items.size(); ++i) {
        const PackingItem& item = m_packing.items[i];
        m_lowest[i] = std::max(item.fixed, Bytes{0});
        for (std::int32_t s = item.first; s + 1 < item.last; ++s) ++m_sections[at(s)].crossing;
        addToKey(i, true);
    }
    bool possible = true;
    for (std::uint32_t i = 0; i < m_packing.items.size() && possible; ++i) {
        // A fixed item that overlaps another one is bumped above it: seen as impossible.
        const PackingItem& item = m_packing.items[i];
        possible =
            item.fixed + item.bytes <= m_capacity && (m_fixed.empty() || raise(i, m_lowest[i]));
    }
    touch(0, m_packing.sections);
    return updateFloors() && possible;
}

void PlacementState::addToKey(std::uint32_t item, bool add) {
    const std::uint64_t a =
        mix(static_cast<std::uint64_t>(m_lowest[item]) + (item + 1ULL) * 0x9e3779b97f4a7c15ULL);
    const std::uint64_t b = mix(a ^ 0x5851f42d4c957f2dULL);
    Section& section = m_sections[at(m_packing.items[item].first)];
    section.keyOfStarts += add ? a : 0 - a;
    section.keyOfStarts2 += add ? b : 0 - b;
}

StateKey PlacementState::key(std::int32_t first, std::int32_t last) const {
    StateKey key;
    for (std::int32_t s = first; s < last; ++s) {
        key.low += m_sections[at(s)].keyOfStarts;
        key.high += m_sections[at(s)].keyOfStarts2;
    }
    return key;
}

void PlacementState::setLowest(std::uint32_t item, Bytes lowest) {
    addToKey(item, false);
    m_lowest[item] = lowest;
    addToKey(item, true);
}

/// The offset is raised further where a fixed item is in the way.
bool PlacementState::raise(std::uint32_t item, Bytes lowest) {
    const PackingItem& it = m_packing.items[item];
    for (const std::uint32_t f : m_fixed) {
        const PackingItem& fixed = m_packing.items[f];
        if (f == item || m_placed[f] || fixed.last <= it.first || it.last <= fixed.first) continue;
        if (lowest + it.bytes > fixed.fixed) lowest = std::max(lowest, fixed.fixed + fixed.bytes);
    }
    if (lowest <= m_lowest[item]) return true;
    if (it.fixed >= 0) return false;
    m_trail.push_back({Change::Lowest, item, 0, m_lowest[item]});
    setLowest(item, lowest);
    touch(it.first, it.last);
    return true;
}

/// All unplaced items alive together with this one: those of its first section, and those that
/// begin in its later ones.
bool PlacementState::raiseOverlapping(std::uint32_t item, Bytes top) {
    const PackingItem& it = m_packing.items[item];
    const std::size_t begin = m_packing.memberBegin[at(it.first)];
    const auto unplaced = static_cast<std::size_t>(m_sections[at(it.first)].unplaced);
    for (std::size_t k = begin; k < begin + unplaced; ++k)
        if (m_lowest[m_order[k]] < top && !raise(m_order[k], top)) return false;
    const std::size_t last = m_packing.startsAt[at(it.last)];
    for (auto i = static_cast<std::uint32_t>(m_packing.startsAt[at(it.first) + 1]); i < last; ++i)
        if (!m_placed[i] && m_lowest[i] < top && !raise(i, top)) return false;
    return true;
}

/// Moves the item behind the unplaced ones of its sections, or back in front. As changes are taken
/// back in the reverse order, it is then the first of the placed ones.
void PlacementState::setPlaced(std::uint32_t item, bool placed) {
    const PackingItem& it = m_packing.items[item];
    addToKey(item, !placed);
    m_placed[item] = placed ? 1 : 0;
    for (std::int32_t s = it.first; s < it.last; ++s) {
        Section& section = m_sections[at(s)];
        section.left += placed ? -it.bytes : it.bytes;
        section.unplaced += placed ? -1 : 1;
        if (s + 1 < it.last) section.crossing += placed ? -1 : 1;
        if (!placed) continue;
        std::uint32_t& mine = m_position[m_firstPosition[item] + at(s - it.first)];
        const std::size_t end =
            m_packing.memberBegin[at(s)] + static_cast<std::size_t>(section.unplaced);
        const std::uint32_t other = m_order[end];
        std::uint32_t& theirs =
            m_position[m_firstPosition[other] + at(s - m_packing.items[other].first)];
        std::swap(m_order[mine], m_order[end]);
        std::swap(mine, theirs);
    }
}

bool PlacementState::place(std::uint32_t item) {
    const PackingItem& it = m_packing.items[item];
    setPlaced(item, true);
    m_trail.push_back({Change::Placed, item, 0, 0});
    touch(it.first, it.last);
    const bool possible = raiseOverlapping(item, m_lowest[item] + it.bytes);
    return updateFloors() && possible;
}

/// Whoever could have lain at the floor then lies on top of another unplaced item, no lower than
/// the lowest top of those it meets.
bool PlacementState::leaveGap(std::int32_t section) {
    const Bytes floor = m_sections[at(section)].floor;
    std::vector<std::uint32_t> items;
    appendCandidates(section, items);
    std::vector<Bytes> lowest;
    for (const std::uint32_t i : items) {
        Bytes top = std::numeric_limits<Bytes>::max();
        const PackingItem& it = m_packing.items[i];
        const auto look = [&](std::uint32_t k) {
            if (k != i) top = std::min(top, m_lowest[k] + m_packing.items[k].bytes);
        };
        const std::size_t begin = m_packing.memberBegin[at(it.first)];
        const auto unplaced = static_cast<std::size_t>(m_sections[at(it.first)].unplaced);
        for (std::size_t k = begin; k < begin + unplaced; ++k) look(m_order[k]);
        const std::size_t last = m_packing.startsAt[at(it.last)];
        for (std::size_t k = m_packing.startsAt[at(it.first) + 1]; k < last; ++k)
            if (!m_placed[k]) look(static_cast<std::uint32_t>(k));
        if (top > m_capacity - it.bytes) return false;
        lowest.push_back(std::max(top, floor + 1));
    }
    bool possible = true;
    for (std::size_t k = 0; k < items.size() && possible; ++k)
        possible = raise(items[k], lowest[k]);
    return updateFloors() && possible;
}

void PlacementState::takeBack(std::size_t mark) {
    while (m_trail.size() > mark) {
        const Change change = m_trail.back();
        m_trail.pop_back();
        switch (change.kind) {
            case Change::Lowest: setLowest(change.index, change.old); break;
            case Change::Placed: setPlaced(change.index, false); break;
            case Change::Floor:
                m_sections[change.index].floor = change.old;
                m_sections[change.index].candidates = change.candidates;
                break;
        }
    }
}

void PlacementState::touch(std::int32_t first, std::int32_t last) {
    for (std::int32_t s = first; s < last; ++s) {
        if (m_isTouched[at(s)]) continue;
        m_isTouched[at(s)] = 1;
        m_touched.push_back(s);
    }
}

bool PlacementState::updateFloors() {
    bool possible = true;
    for (const std::int32_t s : m_touched) {
        m_isTouched[at(s)] = 0;
        Section& section = m_sections[at(s)];
        if (!possible || section.unplaced == 0) continue;
        Bytes floor = std::numeric_limits<Bytes>::max();
        std::int32_t candidates = 0;
        const std::size_t begin = m_packing.memberBegin[at(s)];
        for (std::size_t k = begin; k < begin + static_cast<std::size_t>(section.unplaced); ++k) {
            const Bytes lowest = m_lowest[m_order[k]];
            if (lowest < floor) candidates = 0;
            if (lowest <= floor) ++candidates;
            floor = std::min(floor, lowest);
        }
        if (floor != section.floor || candidates != section.candidates)
            m_trail.push_back(
                {Change::Floor, static_cast<std::uint32_t>(s), section.candidates, section.floor});
        section.floor = floor;
        section.candidates = candidates;
        if (floor + section.left <= m_capacity) continue;
        possible = false;
        ++m_deadEnds[at(s)];
    }
    m_touched.clear();
    return possible;
}

void PlacementState::appendCandidates(std::int32_t s, std::vector<std::uint32_t>& items) const {
    const std::size_t begin = m_packing.memberBegin[at(s)];
    const auto unplaced = static_cast<std::size_t>(m_sections[at(s)].unplaced);
    for (std::size_t k = begin; k < begin + unplaced; ++k)
        if (m_lowest[m_order[k]] == m_sections[at(s)].floor) items.push_back(m_order[k]);
}

}  // namespace thimble
