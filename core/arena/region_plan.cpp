#include "core/arena/region_plan.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "core/arena/gaps.h"
#include "core/arena/optimal_plan.h"
#include "core/arena/packing.h"
#include "core/arena/search_budget.h"
#include "core/base/assert.h"

namespace thimble {

namespace {

/// The search goes as deep as there are items.
constexpr std::size_t kMostItems = 4096;

Bytes priceOf(const ArenaProblem& problem, std::size_t buffer, std::int32_t region) {
    const Bytes bytes = alignUp(problem.buffers[buffer].bytes, problem.alignment);
    const std::size_t place =
        region == ArenaPlan::kNowhere ? problem.regions.size() : static_cast<std::size_t>(region);
    return bytes * static_cast<Bytes>(place);
}

bool allowed(const ArenaBuffer& buffer, std::size_t region) {
    return (buffer.regions >> region & 1U) != 0;
}

/// Where the buffer can lie in the region beside those placed so far.
std::optional<Bytes> findRoom(const ArenaProblem& problem, const ArenaBuffer& buffer,
                              const Gaps& gaps, Bytes capacity) {
    const Bytes bytes = alignUp(buffer.bytes, problem.alignment);
    const Bytes from = buffer.fixedOffset.value_or(0);
    // What takes no bytes or no steps meets nobody.
    const bool alone = bytes == 0 || buffer.live.empty();
    const Bytes offset = alone ? from : gaps.lowest(buffer.live, bytes, from);
    if (offset < 0 || offset % problem.alignment != 0 || offset > capacity - bytes) return {};
    if (buffer.fixedOffset && offset != *buffer.fixedOffset) return {};
    return offset;
}

/// Fixed buffers first, then the largest, each into the first region that has a gap for it.
ArenaPlan planFirstRegion(const ArenaProblem& problem) {
    std::vector<std::size_t> order(problem.buffers.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
        const ArenaBuffer& x = problem.buffers[a];
        const ArenaBuffer& y = problem.buffers[b];
        if (x.fixedOffset.has_value() != y.fixedOffset.has_value())
            return x.fixedOffset.has_value();
        return x.bytes > y.bytes;
    });
    ArenaPlan plan;
    plan.offsets.assign(problem.buffers.size(), 0);
    plan.regions.assign(problem.buffers.size(), ArenaPlan::kNowhere);
    std::vector<Gaps> gaps(problem.regions.size(), Gaps(problem.alignment));
    for (const std::size_t i : order) {
        const ArenaBuffer& buffer = problem.buffers[i];
        for (std::size_t r = 0; r < gaps.size() && plan.regions[i] == ArenaPlan::kNowhere; ++r) {
            if (!allowed(buffer, r)) continue;
            const auto offset = findRoom(problem, buffer, gaps[r], problem.regions[r].bytes);
            if (!offset) continue;
            plan.offsets[i] = *offset;
            plan.regions[i] = static_cast<std::int32_t>(r);
            const Bytes bytes = alignUp(buffer.bytes, problem.alignment);
            if (bytes > 0 && !buffer.live.empty())
                gaps[r].add(buffer.live, {*offset, *offset + bytes});
        }
    }
    return plan;
}

/// One group of buffers, depth first over the regions of its items.
class Assignment {
public:
    Assignment(const ArenaProblem& problem, const Packing& part, ArenaPlan& plan,
               SearchBudget& budget, const SearchControl& control, std::uint64_t seed)
        : m_problem(problem),
          m_part(part),
          m_plan(plan),
          m_budget(budget),
          m_control(control),
          m_seed(seed),
          m_order(part.items.size()),
          m_region(part.items.size(), ArenaPlan::kNowhere),
          m_load(problem.regions.size(), std::vector<Bytes>(part.load.size(), 0)),
          m_open(part.load.size(), 0) {
        std::iota(m_order.begin(), m_order.end(), std::size_t{0});
        std::ranges::stable_sort(m_order, std::greater{},
                                 [&](std::size_t i) { return part.items[i].bytes; });
        for (const PackingItem& item : part.items) {
            m_best += priceOf(problem, item.buffer, plan.regions[item.buffer]);
            m_price += leastPrice(item);
            if (allowed(problem.buffers[item.buffer], 0)) add(m_open, item, item.bytes);
        }
        m_bound = m_price + excess();
    }

    /// Improves the plan's entries of this group. The bound is then the least possible price.
    void run() {
        if (m_best > m_bound) assign(0);
        if (!m_budget.ended() && !m_undecided) m_bound = m_best;
    }
    [[nodiscard]] Bytes best() const { return m_best; }
    [[nodiscard]] Bytes bound() const { return m_bound; }

private:
    static void add(std::vector<Bytes>& load, const PackingItem& item, Bytes bytes) {
        for (std::int32_t s = item.first; s < item.last; ++s)
            load[static_cast<std::size_t>(s)] += bytes;
    }
    [[nodiscard]] Bytes leastPrice(const PackingItem& item) const {
        std::int32_t region = 0;
        const auto regions = static_cast<std::int32_t>(m_problem.regions.size());
        while (region < regions &&
               !allowed(m_problem.buffers[item.buffer], static_cast<std::size_t>(region)))
            ++region;
        return priceOf(m_problem, item.buffer, region == regions ? ArenaPlan::kNowhere : region);
    }

    /// Bytes that have to leave the first region: summed over sections that share no open item.
    [[nodiscard]] Bytes excess() const {
        std::vector<Bytes> upTo(m_open.size() + 1, 0);  // of sections whose items end by then
        for (std::size_t s = 0; s < m_open.size(); ++s) {
            if (s > 0) upTo[s] = std::max(upTo[s], upTo[s - 1]);
            const Bytes over = m_load[0][s] + m_open[s] - m_problem.regions[0].bytes;
            if (over <= 0) continue;
            std::size_t last = s + 1;
            for (const std::uint32_t i : m_part.membersOf(static_cast<std::int32_t>(s)))
                last = std::max(last, static_cast<std::size_t>(m_part.items[i].last));
            upTo[last] = std::max(upTo[last], upTo[s] + std::min(over, m_open[s]));
        }
        return *std::ranges::max_element(upTo);
    }

    [[nodiscard]] bool hasRoom(const PackingItem& item, std::size_t region) const {
        const Bytes most = m_problem.regions[region].bytes - item.bytes;
        if (item.fixed > most) return false;
        for (std::int32_t s = item.first; s < item.last; ++s)
            if (m_load[region][static_cast<std::size_t>(s)] > most) return false;
        return true;
    }

    void assign(std::size_t depth) {
        if (m_budget.ended() || m_price + excess() >= m_best) return;
        if (depth == m_order.size()) {
            placeAll();
            return;
        }
        if (!m_budget.spend()) return;
        const std::size_t i = m_order[depth];
        const PackingItem& item = m_part.items[i];
        const ArenaBuffer& buffer = m_problem.buffers[item.buffer];
        const Bytes least = leastPrice(item);
        if (allowed(buffer, 0)) add(m_open, item, -item.bytes);
        for (std::size_t r = 0; r < m_problem.regions.size(); ++r) {
            if (!allowed(buffer, r) || !hasRoom(item, r)) continue;
            descend(i, static_cast<std::int32_t>(r), least, depth);
        }
        descend(i, ArenaPlan::kNowhere, least, depth);
        if (allowed(buffer, 0)) add(m_open, item, item.bytes);
    }

    void descend(std::size_t i, std::int32_t region, Bytes least, std::size_t depth) {
        const PackingItem& item = m_part.items[i];
        const Bytes more = priceOf(m_problem, item.buffer, region) - least;
        const bool somewhere = region != ArenaPlan::kNowhere;
        if (somewhere) add(m_load[static_cast<std::size_t>(region)], item, item.bytes);
        m_price += more;
        m_region[i] = region;
        assign(depth + 1);
        m_price -= more;
        if (somewhere) add(m_load[static_cast<std::size_t>(region)], item, -item.bytes);
    }

    /// Every item has its region: can each region's be placed?
    void placeAll() {
        constexpr std::int64_t kNodesPerRegion = 100'000;
        std::vector<Bytes> offsets(m_region.size(), 0);
        for (std::size_t r = 0; r < m_problem.regions.size(); ++r) {
            ArenaProblem one{.alignment = m_problem.alignment};
            std::vector<std::size_t> items;
            for (std::size_t i = 0; i < m_region.size(); ++i) {
                if (m_region[i] != static_cast<std::int32_t>(r)) continue;
                items.push_back(i);
                one.buffers.push_back(m_problem.buffers[m_part.items[i].buffer]);
            }
            SearchLimits limits = m_budget.rest(m_seed);
            limits.nodes = std::min(limits.nodes, kNodesPerRegion);
            const auto placed =
                findPlanWithin(one, m_problem.regions[r].bytes, limits, {m_control.stop, {}});
            if (!m_budget.spend(placed.nodes)) return;
            m_undecided |= placed.reason != StopReason::Proven;
            if (placed.best.arenaBytes > m_problem.regions[r].bytes || placed.lowerBound == kNoPlan)
                return;
            for (std::size_t k = 0; k < items.size(); ++k)
                offsets[items[k]] = placed.best.offsets[k];
        }
        m_best = m_price;
        for (std::size_t i = 0; i < m_region.size(); ++i) {
            m_plan.offsets[m_part.items[i].buffer] = offsets[i];
            m_plan.regions[m_part.items[i].buffer] = m_region[i];
        }
    }

    const ArenaProblem& m_problem;
    const Packing& m_part;
    ArenaPlan& m_plan;
    SearchBudget& m_budget;
    const SearchControl& m_control;
    std::uint64_t m_seed;
    std::vector<std::size_t> m_order;
    std::vector<std::int32_t> m_region;
    std::vector<std::vector<Bytes>> m_load;  ///< per region and section
    std::vector<Bytes> m_open;               ///< not yet assigned, and allowed in the first region
    Bytes m_price = 0;                       ///< of the assigned, and the least of the others
    Bytes m_best = 0;
    Bytes m_bound = 0;
    bool m_undecided = false;
};

Bytes sumOfHeights(const ArenaProblem& problem, const ArenaPlan& plan) {
    std::vector<Bytes> heights(problem.regions.size(), 0);
    for (std::size_t i = 0; i < plan.regions.size(); ++i) {
        if (plan.regions[i] == ArenaPlan::kNowhere) continue;
        Bytes& height = heights[static_cast<std::size_t>(plan.regions[i])];
        height = std::max(height,
                          plan.offsets[i] + alignUp(problem.buffers[i].bytes, problem.alignment));
    }
    return std::reduce(heights.begin(), heights.end());
}

}  // namespace

Bytes displacedBytes(const ArenaProblem& problem, const ArenaPlan& plan) {
    Bytes price = 0;
    for (std::size_t i = 0; i < problem.buffers.size(); ++i)
        price += priceOf(problem, i, plan.regions[i]);
    return price;
}

SearchResult<ArenaPlan> findRegionPlan(const ArenaProblem& problem, const SearchLimits& limits,
                                       const SearchControl& control) {
    THIMBLE_ASSERT(problem.regions.size() > 1 && problem.regions.size() <= 32);
    SearchBudget budget(limits, control);
    SearchResult<ArenaPlan> result;
    result.best = planFirstRegion(problem);
    Bytes best = displacedBytes(problem, result.best);
    result.lowerBound = best;  // where nothing is linked to anything, the first region is the best
    for (const Packing& part : splitInTime(problem)) {
        if (!part.searchable() || part.items.size() > kMostItems) {
            for (const PackingItem& item : part.items)
                result.lowerBound -=
                    priceOf(problem, item.buffer, result.best.regions[item.buffer]);
            continue;
        }
        Assignment assignment(problem, part, result.best, budget, control, limits.seed);
        const Bytes before = assignment.best();
        assignment.run();
        best += assignment.best() - before;
        result.lowerBound += assignment.bound() - before;
        budget.found(best, result.lowerBound);
    }
    result.best.arenaBytes = sumOfHeights(problem, result.best);
    result.nodes = budget.nodes();
    if (result.lowerBound < best) result.reason = budget.reason();
    return result;
}

}  // namespace thimble
