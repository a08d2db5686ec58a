#include "core/split/pareto.h"

#include <algorithm>
#include <utility>

namespace thimble::split {

std::vector<RowPlan> unbeaten(std::vector<RowPlan> plans) {
    std::ranges::stable_sort(plans, std::less{}, [](const RowPlan& plan) {
        return std::pair(plan.placement.arenaBytes, plan.tasks.size());
    });
    std::vector<RowPlan> kept;
    for (RowPlan& plan : plans)
        if (kept.empty() || plan.tasks.size() < kept.back().tasks.size())
            kept.push_back(std::move(plan));
    return kept;
}

Result<std::vector<RowPlan>> paretoPlans(const RowGraph& graph, const ParetoOptions& options,
                                         const SearchControl& control,
                                         const ParetoProgress& progress) {
    std::vector<RowPlan> plans;
    const auto add = [&](RowPlan plan, int done) {
        plans.push_back(std::move(plan));
        plans = unbeaten(std::move(plans));
        if (progress) progress(done, plans);
    };
    THIMBLE_TRY(RowPlan smallest,
                planRows(graph, {.sliceChannels = options.sliceChannels, .limits = options.limits},
                         control));
    const Bytes least = smallest.placement.arenaBytes;
    add(std::move(smallest), 0);
    for (int budget = 1; budget <= options.budgets && least < options.mostBytes; ++budget) {
        if (control.stop.stop_requested()) break;
        const Bytes ram = least + (options.mostBytes - least) * budget / options.budgets;
        THIMBLE_TRY(RowPlan plan, planRows(graph,
                                           {.ramBytes = ram,
                                            .sliceChannels = options.sliceChannels,
                                            .limits = options.limits},
                                           control));
        if (plan.placement.arenaBytes <= options.mostBytes)
            add(std::move(plan), budget);
        else if (progress)
            progress(budget, plans);
    }
    return plans;
}

}  // namespace thimble::split
