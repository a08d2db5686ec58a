#include "core/schedule/optimal_order.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <span>

#include "core/schedule/part_search.h"

namespace thimble {

namespace {

/// The problem in parts, and what is known of the whole: the peak is the highest of all parts, and
/// so is the bound.
struct Search {
    const OrderProblem& problem;
    SearchMeter meter;
    SearchGraph graph;
    std::vector<std::int32_t> written;
    std::vector<Part> parts;

    Search(const OrderProblem& asked, const SearchLimits& limits, const SearchControl& control)
        : problem(asked),
          meter(limits, control),
          graph(searchGraph(asked)),
          written(firstListedOrder(graph)),
          parts(cutIntoParts(graph, written)) {}

    [[nodiscard]] Bytes highest(Bytes Part::*bytes) const {
        Bytes most = 0;
        for (const Part& part : parts) most = std::max(most, part.*bytes);
        return most;
    }
    [[nodiscard]] Bytes bound() const { return highest(&Part::boundBytes); }
    [[nodiscard]] Bytes peak() const { return highest(&Part::peakBytes); }

    [[nodiscard]] Schedule schedule() const {
        std::vector<std::int32_t> order;
        for (const Part& part : parts)
            for (const std::int32_t op : part.order)
                order.push_back(part.graph.operators[static_cast<std::size_t>(op)].origin);
        return scheduleOf(problem, std::move(order));
    }
    [[nodiscard]] SearchResult<Schedule> result(StopReason reason) const {
        SearchResult<Schedule> result;
        result.best = schedule();
        result.lowerBound = bound();
        result.reason = reason;
        result.nodes = meter.nodes();
        return result;
    }
};

StopReason reasonOf(Outcome outcome) {
    switch (outcome) {
        case Outcome::Answered: return StopReason::Proven;
        case Outcome::OutOfNodes:
        case Outcome::OutOfMemory: return StopReason::Limit;
        case Outcome::Cancelled: return StopReason::Cancelled;
    }
    return StopReason::Limit;
}

/// Until the part's peak is known, or known to be no higher than `bound`, which the whole graph has
/// anyway. Often the bound is the answer; when it is not, halving is fast; and when that is not
/// either, a slightly better order may be easy to find. Questions that are hard come again later,
/// with more patience.
StopReason improve(Part& part, Bytes bound, SearchMeter& meter) {
    constexpr std::int64_t kFirstPatience = 1 << 16;
    const auto low = [&] { return std::max(part.boundBytes, bound); };
    const auto middle = [&] { return low() + (part.peakBytes - low()) / 2; };
    const auto known = [&] { return part.peakBytes <= low(); };
    if (!known()) tryGreedy(part);
    for (std::int64_t nodes = kFirstPatience; !known(); nodes *= 4) {
        Outcome outcome = searchWithin(part, low(), nodes, meter);
        const auto ended = [&] {
            return known() || outcome == Outcome::Cancelled || meter.nodesLeft() <= 0;
        };
        do {
            if (!ended()) outcome = searchWithin(part, middle(), nodes, meter);
        } while (!ended() && outcome == Outcome::Answered);
        if (!ended()) outcome = searchWithin(part, part.peakBytes - 1, nodes, meter);
        if (known()) break;
        if (ended() || outcome == Outcome::OutOfMemory) return reasonOf(outcome);
        meter.tell(part.peakBytes, part.boundBytes);
    }
    return StopReason::Proven;
}

/// The parts with the highest peaks first: one of them decides the peak of the whole.
StopReason improveAll(Search& search) {
    std::vector<Part*> parts;
    for (Part& part : search.parts) parts.push_back(&part);
    std::ranges::stable_sort(parts, std::greater{}, &Part::peakBytes);
    Bytes bound = search.bound();
    Bytes peak = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        search.meter.setOthers(std::max(peak, i + 1 < parts.size() ? parts[i + 1]->peakBytes : 0),
                               bound);
        if (const StopReason reason = improve(*parts[i], bound, search.meter);
            reason != StopReason::Proven)
            return reason;
        bound = std::max(bound, parts[i]->boundBytes);
        peak = std::max(peak, parts[i]->peakBytes);
    }
    return StopReason::Proven;
}

/// Within the peak that is reached anyway, back to the order as written as far as that goes.
void stayCloseToWritten(Search& search) {
    const Bytes budget = search.peak();
    for (Part& part : search.parts) {
        std::vector<std::int32_t> rank(part.order.size());
        std::iota(rank.begin(), rank.end(), 0);
        part.order = part.writtenPeakBytes <= budget
                         ? rank
                         : sortWithin(part.graph, std::move(part.order), budget, rank);
        part.peakBytes = peakOf(part.graph, part.order);
    }
}

}  // namespace

SearchResult<Schedule> findOptimalOrder(const OrderProblem& problem, const SearchLimits& limits,
                                        const SearchControl& control) {
    Search search(problem, limits, control);
    const StopReason reason = improveAll(search);
    stayCloseToWritten(search);
    return search.result(reason);
}

}  // namespace thimble
