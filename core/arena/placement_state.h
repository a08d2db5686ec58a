#pragma once

#include <cstdint>
#include <vector>

#include "core/arena/packing.h"

namespace thimble {

/// Identifies what is left to place and how low each of it can go; 128 bits, so that two different
/// states are not taken for the same in any search that ends.
struct StateKey {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    friend bool operator==(const StateKey&, const StateKey&) = default;
};

/// A partial placement below a capacity, built from the bottom up, that can be taken back.
///
/// Per item not yet placed, `lowest` is an offset it cannot be below. Per section, the floor is the
/// least of those: what is under it is full or wasted. The inference: floor + bytes still to place
/// in the section must not exceed the capacity. It is looked at in every section that changes.
class PlacementState {
public:
    PlacementState(const Packing& packing, Bytes capacity);

    /// Everything removed; false when the capacity is too small at first sight.
    bool reset();
    /// Puts the item at its lowest offset. False: dead end, to be taken back.
    bool place(std::uint32_t item);
    /// Decides that nothing lies at the floor of the section. False: dead end, to be taken back.
    bool leaveGap(std::int32_t section);
    [[nodiscard]] std::size_t mark() const { return m_trail.size(); }
    void takeBack(std::size_t mark);

    [[nodiscard]] Bytes floor(std::int32_t s) const { return m_sections[at(s)].floor; }
    /// Bytes of the section that may still be wasted.
    [[nodiscard]] Bytes slack(std::int32_t s) const {
        return m_capacity - m_sections[at(s)].floor - m_sections[at(s)].left;
    }
    [[nodiscard]] bool done(std::int32_t s) const { return m_sections[at(s)].unplaced == 0; }
    /// No unplaced item lives in both `s` and `s + 1`.
    [[nodiscard]] bool cutAfter(std::int32_t s) const { return m_sections[at(s)].crossing == 0; }
    /// How many items could lie at the floor, and how often the section was a dead end.
    [[nodiscard]] std::int64_t candidates(std::int32_t s) const {
        return m_sections[at(s)].candidates;
    }
    [[nodiscard]] std::int64_t deadEnds(std::int32_t s) const { return m_deadEnds[at(s)]; }
    void appendCandidates(std::int32_t s, std::vector<std::uint32_t>& items) const;
    [[nodiscard]] StateKey key(std::int32_t first, std::int32_t last) const;

    /// Where items were put last; of items that are not placed, the lowest possible offset.
    [[nodiscard]] const std::vector<Bytes>& offsets() const { return m_lowest; }

private:
    struct Section {
        Bytes floor = 0;
        Bytes left = 0;  ///< bytes not yet placed
        std::int32_t unplaced = 0;
        std::int32_t candidates = 0;
        std::int32_t crossing = 0;
        std::uint64_t keyOfStarts = 0;  ///< of the unplaced items that begin here
        std::uint64_t keyOfStarts2 = 0;
    };
    struct Change {
        enum Kind : std::uint8_t { Lowest, Floor, Placed } kind;
        std::uint32_t index;
        std::int32_t candidates;
        Bytes old;
    };

    static std::size_t at(std::int32_t s) { return static_cast<std::size_t>(s); }
    bool raise(std::uint32_t item, Bytes lowest);
    bool raiseOverlapping(std::uint32_t item, Bytes top);
    void setLowest(std::uint32_t item, Bytes lowest);
    void addToKey(std::uint32_t item, bool add);
    void setPlaced(std::uint32_t item, bool placed);
    void touch(std::int32_t first, std::int32_t last);
    bool updateFloors();

    const Packing& m_packing;
    Bytes m_capacity;
    std::vector<std::uint32_t> m_fixed;  ///< items, by offset
    std::vector<Bytes> m_lowest;         ///< per item
    std::vector<char> m_placed;          ///< per item
    std::vector<Section> m_sections;
    std::vector<std::int64_t> m_deadEnds;      ///< per section; never taken back
    std::vector<std::uint32_t> m_order;        ///< as Packing::members, the unplaced ones in front
    std::vector<std::uint32_t> m_position;     ///< in m_order, per membership, by item
    std::vector<std::size_t> m_firstPosition;  ///< in m_position, per item
    std::vector<Change> m_trail;
    std::vector<std::int32_t> m_touched;
    std::vector<char> m_isTouched;
};

}  // namespace thimble
