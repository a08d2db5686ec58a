#include "core/arena/height_search.h"

#include <algorithm>

namespace thimble {

namespace {

/// How often to improve an order per round: each time is quadratic in the items.
std::int64_t improvements(std::int64_t items) {
    constexpr std::int64_t kMost = 32;
    constexpr std::int64_t kWork = 100'000'000;
    return std::min(kMost, kWork / (items * items));
}

/// Where each item stands in the order; after the first round by chance a little off.
std::vector<std::uint32_t> ranksOf(const std::vector<std::uint32_t>& order, std::int64_t round,
                                   std::mt19937_64& random) {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> places;
    for (std::uint32_t k = 0; k < order.size(); ++k)
        places.emplace_back(k + (round == 0 ? 0 : random() % (order.size() / 8 + 1)), order[k]);
    std::ranges::sort(places);
    std::vector<std::uint32_t> ranks(order.size());
    for (std::uint32_t k = 0; k < places.size(); ++k) ranks[places[k].second] = k;
    return ranks;
}

}  // namespace

HeightSearch::HeightSearch(const Packing& packing, PackedItems start, Bytes lowerBound)
    : m_packing(packing),
      m_best(std::move(start)),
      m_lowerBound(lowerBound),
      m_nodesPerRun(2 * static_cast<std::int64_t>(packing.items.size())) {}

/// Every start order, once with and once without regard to dead ends.
Verdict HeightSearch::tryHeight(PlacementSearch& search, Bytes height, std::mt19937_64& random,
                                SearchBudget& budget) {
    for (const bool avoidDeadEnds : {true, false})
        for (std::size_t k = 0; k < m_orders.size() && !budget.ended(); ++k) {
            const Verdict verdict =
                search.run({ranksOf(m_orders[k], m_round, random), avoidDeadEnds}, m_nodesPerRun,
                           [&budget] { return budget.spend(); });
            if (verdict == Verdict::Undecided) continue;
            if (verdict == Verdict::DoesNotFit) {
                m_lowerBound = std::max(m_lowerBound, wholeUnits(height) + m_packing.unit);
                return verdict;
            }
            m_best.offsets = search.offsets();
            m_best.height = 0;
            for (std::size_t i = 0; i < m_packing.items.size(); ++i)
                m_best.height =
                    std::max(m_best.height, m_best.offsets[i] + m_packing.items[i].bytes);
            return verdict;
        }
    return Verdict::Undecided;
}

void HeightSearch::advance(Bytes height, bool between, std::mt19937_64& random,
                           SearchBudget& budget) {
    height = std::max(height, m_lowerBound);
    if (m_orders.empty()) m_orders = startOrders(m_packing);
    const auto items = static_cast<std::int64_t>(m_packing.items.size());
    const auto order = m_orders[static_cast<std::size_t>(m_round) % m_orders.size()];
    PackedItems improved = improveByOrder(m_packing, order, height, improvements(items), random,
                                          [&] { return budget.spend(items); });
    if (improved.height < m_best.height) m_best = std::move(improved);
    if (!m_packing.searchable() || enough(height)) {
        ++m_round;
        return;
    }

    if (m_height != height) m_search.emplace(m_packing, height);
    m_height = height;
    Verdict verdict = tryHeight(*m_search, height, random, budget);
    Bytes undecided = wholeUnits(height);
    while (between && verdict != Verdict::DoesNotFit && !budget.ended()) {
        const Bytes middle = wholeUnits(undecided + (m_best.height - undecided) / 2);
        if (middle <= undecided || middle >= m_best.height) break;
        PlacementSearch search(m_packing, middle);
        verdict = tryHeight(search, middle, random, budget);
        if (verdict == Verdict::Undecided) undecided = middle;
    }
    m_nodesPerRun *= 2;
    ++m_round;
}

}  // namespace thimble
