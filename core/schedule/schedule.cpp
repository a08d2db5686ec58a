#include "core/schedule/schedule.h"

#include <algorithm>
#include <utility>

#include "core/schedule/search_graph.h"

namespace thimble {

Schedule scheduleOf(const OrderProblem& problem, std::vector<std::int32_t> order) {
    // Readings that each tensor still waits for; an output waits for one that never comes.
    std::vector<std::size_t> pending(problem.bytes.size(), 0);
    std::vector<bool> exists(problem.bytes.size(), false);
    const auto at = [](std::int32_t t) { return static_cast<std::size_t>(t); };
    for (const OrderOperator& op : problem.operators)
        for (const std::int32_t t : op.inputs) ++pending[at(t)];
    for (const std::int32_t t : problem.outputs) ++pending[at(t)];

    Bytes alive = 0;
    const auto appear = [&](std::int32_t t) {
        if (!exists[at(t)]) alive += problem.bytes[at(t)];
        exists[at(t)] = true;
    };
    const auto vanishUnlessNeeded = [&](std::int32_t t) {
        if (!exists[at(t)] || pending[at(t)] > 0) return;
        alive -= problem.bytes[at(t)];
        exists[at(t)] = false;
    };
    for (const std::int32_t t : problem.inputs) appear(t);
    for (const std::int32_t t : problem.inputs) vanishUnlessNeeded(t);

    Schedule schedule;
    schedule.order = std::move(order);
    for (const std::int32_t o : schedule.order) {
        const OrderOperator& op = problem.operators[at(o)];
        for (const std::int32_t t : op.outputs) appear(t);
        schedule.workingSetBytes.push_back(alive + op.scratchBytes);
        schedule.peakBytes = std::max(schedule.peakBytes, schedule.workingSetBytes.back());
        for (const std::int32_t t : op.inputs) --pending[at(t)];
        for (const std::int32_t t : op.inputs) vanishUnlessNeeded(t);
        for (const std::int32_t t : op.outputs) vanishUnlessNeeded(t);
    }
    return schedule;
}

Schedule orderAsWritten(const OrderProblem& problem) {
    return scheduleOf(problem, firstListedOrder(searchGraph(problem)));
}

}  // namespace thimble
