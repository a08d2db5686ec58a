#pragma once

#include <optional>
#include <random>

#include "core/arena/placement_order.h"
#include "core/arena/placement_search.h"
#include "core/arena/search_budget.h"

namespace thimble {

/// The search for a low plan of one packing, in rounds of growing effort. What it knows is always
/// true: a plan of height best().height exists, none is lower than lowerBound().
class HeightSearch {
public:
    /// `start` is any plan of the packing.
    HeightSearch(const Packing& packing, PackedItems start, Bytes lowerBound);

    [[nodiscard]] const PackedItems& best() const { return m_best; }
    [[nodiscard]] Bytes lowerBound() const { return m_lowerBound; }
    [[nodiscard]] bool enough(Bytes height) const {
        return m_best.height <= std::max(height, m_lowerBound);
    }

    /// False where there are too many members to search: one round is all there is.
    [[nodiscard]] bool canGoOn() const { return m_round == 0 || m_packing.searchable(); }

    /// One round towards a plan no higher than `height`. When that stays undecided, heights
    /// `between` it and the best are tried too, if wanted.
    void advance(Bytes height, bool between, std::mt19937_64& random, SearchBudget& budget);

private:
    Verdict tryHeight(PlacementSearch& search, Bytes height, std::mt19937_64& random,
                      SearchBudget& budget);
    [[nodiscard]] Bytes wholeUnits(Bytes height) const {
        return height / m_packing.unit * m_packing.unit;
    }

    const Packing& m_packing;
    PackedItems m_best;
    Bytes m_lowerBound;
    std::int64_t m_nodesPerRun;
    std::int64_t m_round = 0;
    std::vector<std::vector<std::uint32_t>> m_orders;
    std::optional<PlacementSearch> m_search;  ///< at m_height, with what it has learned
    Bytes m_height = -1;
};

}  // namespace thimble
