#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace thimble {

/// Remembers sets of operators (a bit each), whole: two sets with one hash are told apart, so that
/// what is concluded from finding one is proven.
class SetTable {
public:
    /// Sets of `words` words each.
    explicit SetTable(std::size_t words) : m_words(words) {}

    [[nodiscard]] bool contains(std::span<const std::uint64_t> set, std::uint64_t hash) const;
    /// Does nothing if the set is there.
    void insert(std::span<const std::uint64_t> set, std::uint64_t hash);
    [[nodiscard]] std::size_t size() const { return m_hashes.size(); }
    [[nodiscard]] std::size_t memoryBytes() const {
        return (m_pool.size() + m_hashes.size()) * sizeof(std::uint64_t) +
               m_slots.size() * sizeof(std::uint32_t);
    }

private:
    [[nodiscard]] std::size_t find(std::span<const std::uint64_t> set, std::uint64_t hash) const;
    void grow();

    std::size_t m_words;
    std::vector<std::uint64_t> m_pool;    ///< the sets, one after another
    std::vector<std::uint64_t> m_hashes;  ///< per set
    std::vector<std::uint32_t> m_slots;   ///< 1 + the set's position, or 0; a power of two
};

}  // namespace thimble
