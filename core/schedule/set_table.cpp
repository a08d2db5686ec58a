#include "core/schedule/set_table.h"

#include <algorithm>

namespace thimble {

/// The slot that holds the set, or the free one where it belongs.
std::size_t SetTable::find(std::span<const std::uint64_t> set, std::uint64_t hash) const {
    const std::size_t mask = m_slots.size() - 1;
    std::size_t slot = hash & mask;
    for (; m_slots[slot] != 0; slot = (slot + 1) & mask) {
        const std::size_t i = m_slots[slot] - 1;
        if (m_hashes[i] == hash &&
            std::ranges::equal(set, std::span(m_pool).subspan(i * m_words, m_words)))
            break;
    }
    return slot;
}

bool SetTable::contains(std::span<const std::uint64_t> set, std::uint64_t hash) const {
    return !m_slots.empty() && m_slots[find(set, hash)] != 0;
}

void SetTable::insert(std::span<const std::uint64_t> set, std::uint64_t hash) {
    if (2 * (size() + 1) > m_slots.size()) grow();
    const std::size_t slot = find(set, hash);
    if (m_slots[slot] != 0) return;
    m_pool.insert(m_pool.end(), set.begin(), set.end());
    m_hashes.push_back(hash);
    m_slots[slot] = static_cast<std::uint32_t>(m_hashes.size());
}

void SetTable::grow() {
    constexpr std::size_t kFirstSlots = 64;
    m_slots.assign(std::max(kFirstSlots, 2 * m_slots.size()), 0);
    const std::size_t mask = m_slots.size() - 1;
    for (std::size_t i = 0; i < m_hashes.size(); ++i) {
        std::size_t slot = m_hashes[i] & mask;
        while (m_slots[slot] != 0) slot = (slot + 1) & mask;
        m_slots[slot] = static_cast<std::uint32_t>(i + 1);
    }
}

}  // namespace thimble
