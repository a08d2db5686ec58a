#include "core/schedule/schedulers.h"

#include <algorithm>
#include <utility>

#include "core/schedule/beam_order.h"
#include "core/schedule/optimal_order.h"
#include "core/schedule/search_graph.h"
#include "core/schedule/unavoidable.h"

namespace thimble {

namespace {

SearchResult<Schedule> heuristic(const OrderProblem& problem, Schedule schedule) {
    SearchResult<Schedule> result;
    result.lowerBound = findUnavoidable(searchGraph(problem), schedule.order).peakBytes;
    result.reason =
        schedule.peakBytes == result.lowerBound ? StopReason::Proven : StopReason::Limit;
    result.best = std::move(schedule);
    return result;
}

SearchResult<Schedule> runAsWritten(const OrderProblem& problem, const SearchLimits&,
                                    const SearchControl&) {
    return heuristic(problem, orderAsWritten(problem));
}

SearchResult<Schedule> runBeam(const OrderProblem& problem, const SearchLimits&,
                               const SearchControl&) {
    return heuristic(problem, beamOrder(problem));
}

constexpr Scheduler kSchedulers[] = {
    {"as-written", "the order of the file", false, runAsWritten},
    {"beam", "step by step, the eight most promising at a time", false, runBeam},
    {"optimal", "the smallest peak there is, proven", true, findOptimalOrder},
};

}  // namespace

std::span<const Scheduler> schedulers() { return kSchedulers; }

const Scheduler* findScheduler(std::string_view name) {
    const auto* found = std::ranges::find(kSchedulers, name, &Scheduler::name);
    return found == std::end(kSchedulers) ? nullptr : found;
}

}  // namespace thimble
