#include "core/patches/choose_segments.h"

#include <algorithm>
#include <tuple>

namespace thimble::patches {

namespace {

/// The best way to have run all operators up to here.
struct Reached {
    bool is = false;
    double price = 0;
    SegmentChoice totals;  ///< its segments stay empty
    std::int32_t from = 0;
    const SegmentCost* segment = nullptr;  ///< null: one operator as it is
};

bool isBetter(const Reached& a, const Reached& b) {
    const auto key = [](const Reached& r) {
        return std::tuple(r.price, r.totals.patches, r.totals.macs, r.totals.load);
    };
    return !b.is || key(a) < key(b);
}

}  // namespace

std::optional<SegmentChoice> cheapest(const std::vector<RunCost>& whole,
                                      const std::vector<SegmentCost>& segments, Bytes limit,
                                      const Price& price) {
    std::vector<Reached> reached(whole.size() + 1);
    reached[0].is = true;
    const auto offer = [&](std::int32_t from, std::size_t end, const RunCost& cost,
                           const SegmentCost* segment) {
        const Reached& before = reached[static_cast<std::size_t>(from)];
        if (!before.is || cost.load > limit) return;
        Reached next = before;
        next.price += price.ofMac * static_cast<double>(cost.macs) +
                      price.ofTailByte * static_cast<double>(cost.tail);
        next.totals.load = std::max(next.totals.load, cost.load);
        next.totals.macs += cost.macs;
        next.totals.tail += cost.tail;
        if (segment != nullptr) next.totals.patches += segment->plan.parts();
        next.from = from;
        next.segment = segment;
        if (isBetter(next, reached[end])) reached[end] = next;
    };
    auto segment = segments.begin();
    for (std::size_t end = 1; end <= whole.size(); ++end) {
        offer(static_cast<std::int32_t>(end) - 1, end, whole[end - 1], nullptr);
        for (; segment != segments.end() &&
               static_cast<std::size_t>(segment->plan.operators.last) == end;
             ++segment)
            offer(segment->plan.operators.first, end, segment->cost, &*segment);
    }
    if (!reached.back().is) return {};
    SegmentChoice choice = reached.back().totals;
    for (auto end = whole.size(); end > 0; end = static_cast<std::size_t>(reached[end].from))
        if (reached[end].segment != nullptr) choice.segments.push_back(reached[end].segment->plan);
    std::ranges::reverse(choice.segments);
    return choice;
}

}  // namespace thimble::patches
