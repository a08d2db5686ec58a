#include "core/arena/optimal_plan.h"

#include <algorithm>

#include "core/arena/height_search.h"
#include "core/arena/packing.h"

namespace thimble {

namespace {

/// Does any fixed buffer lie where it may not?
bool fixedBuffersClash(const ArenaProblem& problem) {
    std::vector<const ArenaBuffer*> fixed;
    for (const ArenaBuffer& buffer : problem.buffers)
        if (buffer.fixedOffset) fixed.push_back(&buffer);
    const auto place = [&](const ArenaBuffer& buffer) {
        return ByteRange{*buffer.fixedOffset,
                         *buffer.fixedOffset + alignUp(buffer.bytes, problem.alignment)};
    };
    for (std::size_t i = 0; i < fixed.size(); ++i) {
        if (place(*fixed[i]).first < 0 || place(*fixed[i]).first % problem.alignment != 0)
            return true;
        for (std::size_t k = 0; k < i; ++k)
            if (fixed[i]->live.overlaps(fixed[k]->live) &&
                place(*fixed[i]).overlaps(place(*fixed[k])))
                return true;
    }
    return false;
}

/// The parts of a problem and the plan they make together.
class PlanSearch {
public:
    explicit PlanSearch(const ArenaProblem& problem)
        : m_plan(planGreedyBySize(problem)),
          m_lowerBound(strongArenaLowerBound(problem)),
          m_parts(splitInTime(problem)) {
        const ArenaPlan other = planBestFit(problem);
        m_searches.reserve(m_parts.size());
        for (const Packing& part : m_parts) {
            PackedItems start = std::min(itemsOf(part, m_plan), itemsOf(part, other), lower);
            m_searches.emplace_back(part, std::move(start), std::ranges::max(part.load));
        }
        putTogether(problem);
    }

    /// Rounds over all parts until each is as low as `height` or the highest bound of any part, or
    /// the budget ends. Without `minimise` a part that cannot be as low as `height` ends it too.
    void run(const ArenaProblem& problem, Bytes height, bool minimise, std::uint64_t seed,
             SearchBudget& budget) {
        std::mt19937_64 random(seed);
        bool searching = true;
        while (searching && !budget.ended()) {
            searching = false;
            for (HeightSearch& search : m_searches) {
                const Bytes target = std::max(height, minimise ? m_lowerBound : height);
                if (!minimise && m_lowerBound > height) return;
                if (search.enough(target) || !search.canGoOn()) continue;
                search.advance(target, minimise, random, budget);
                m_lowerBound = std::max(m_lowerBound, search.lowerBound());
                searching = true;
                putTogether(problem);
                budget.found(m_plan.arenaBytes, m_lowerBound);
                if (budget.ended()) return;
            }
        }
    }
    [[nodiscard]] const ArenaPlan& plan() const { return m_plan; }
    [[nodiscard]] Bytes lowerBound() const { return m_lowerBound; }

private:
    static bool lower(const PackedItems& a, const PackedItems& b) { return a.height < b.height; }

    static PackedItems itemsOf(const Packing& part, const ArenaPlan& plan) {
        PackedItems packed;
        for (const PackingItem& item : part.items) {
            packed.offsets.push_back(plan.offsets[item.buffer]);
            packed.height = std::max(packed.height, packed.offsets.back() + item.bytes);
        }
        return packed;
    }

    /// What is in no part lies at the bottom, or where it is fixed.
    void putTogether(const ArenaProblem& problem) {
        m_plan.arenaBytes = 0;
        for (std::size_t i = 0; i < problem.buffers.size(); ++i)
            m_plan.offsets[i] = problem.buffers[i].fixedOffset.value_or(0);
        for (std::size_t p = 0; p < m_parts.size(); ++p)
            for (std::size_t i = 0; i < m_parts[p].items.size(); ++i)
                m_plan.offsets[m_parts[p].items[i].buffer] = m_searches[p].best().offsets[i];
        for (std::size_t i = 0; i < problem.buffers.size(); ++i)
            m_plan.arenaBytes =
                std::max(m_plan.arenaBytes,
                         m_plan.offsets[i] + alignUp(problem.buffers[i].bytes, problem.alignment));
    }

    ArenaPlan m_plan;
    Bytes m_lowerBound;
    std::vector<Packing> m_parts;
    std::vector<HeightSearch> m_searches;
};

SearchResult<ArenaPlan> search(const ArenaProblem& problem, Bytes capacity, bool minimise,
                               const SearchLimits& limits, const SearchControl& control) {
    if (fixedBuffersClash(problem))
        return {planGreedyBySize(problem), kNoPlan, StopReason::Proven, 0};
    PlanSearch plans(problem);
    SearchBudget budget(limits, control);
    plans.run(problem, capacity, minimise, limits.seed, budget);

    SearchResult<ArenaPlan> result{plans.plan(), plans.lowerBound(), StopReason::Proven,
                                   budget.nodes()};
    const bool decided = result.best.arenaBytes <= std::max(capacity, result.lowerBound) ||
                         (!minimise && result.lowerBound > capacity);
    if (!decided) result.reason = budget.reason();
    return result;
}

}  // namespace

SearchResult<ArenaPlan> findOptimalPlan(const ArenaProblem& problem, const SearchLimits& limits,
                                        const SearchControl& control) {
    return search(problem, 0, true, limits, control);
}

SearchResult<ArenaPlan> findPlanWithin(const ArenaProblem& problem, Bytes capacity,
                                       const SearchLimits& limits, const SearchControl& control) {
    return search(problem, capacity, false, limits, control);
}

}  // namespace thimble
