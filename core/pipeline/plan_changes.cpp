#include "core/pipeline/plan_changes.h"

#include <algorithm>

namespace thimble {

namespace {

/// Pairs the tensors that the same operand of the same operator names.
class TensorPairs {
public:
    explicit TensorPairs(SubgraphChanges& changes) : m_changes(changes) {}

    void pair(const std::vector<std::int32_t>& before, const std::vector<std::int32_t>& after) {
        for (std::size_t i = 0; i < std::min(before.size(), after.size()); ++i) {
            if (before[i] < 0 || after[i] < 0) continue;
            m_changes.tensorAfter[static_cast<std::size_t>(before[i])] = after[i];
            m_changes.tensorBefore[static_cast<std::size_t>(after[i])] = before[i];
        }
    }

private:
    SubgraphChanges& m_changes;
};

SubgraphChanges changesOf(const Subgraph& before, const Subgraph& after,
                          const std::vector<OperatorId>& order) {
    SubgraphChanges changes;
    changes.operatorAfter.resize(order.size(), -1);
    changes.tensorAfter.resize(before.tensors.size(), -1);
    changes.tensorBefore.resize(after.tensors.size(), -1);
    TensorPairs tensors(changes);
    tensors.pair(before.inputs, after.inputs);
    tensors.pair(before.outputs, after.outputs);
    for (std::size_t step = 0; step < order.size(); ++step) {
        const std::size_t op = indexOf(order[step]);
        changes.operatorAfter[op] = static_cast<std::int32_t>(step);
        changes.operatorBefore.push_back(static_cast<std::int32_t>(op));
        const Operator& from = before.operators[op];
        const Operator& to = after.operators[step];
        tensors.pair(from.inputs, to.inputs);
        tensors.pair(from.outputs, to.outputs);
        tensors.pair(from.intermediates, to.intermediates);
    }
    return changes;
}

}  // namespace

PlanChanges planChanges(const Model& original, const MemoryPlan& plan) {
    PlanChanges changes;
    for (std::size_t s = 0; s < plan.order.size(); ++s) {
        changes.subgraphs.push_back(
            changesOf(original.subgraphs[s], plan.model.subgraphs[s], plan.order[s]));
        const std::vector<std::int32_t>& before = changes.subgraphs.back().operatorBefore;
        for (std::size_t step = 0; step < before.size(); ++step)
            if (before[step] != static_cast<std::int32_t>(step))
                changes.moved.push_back(
                    {static_cast<std::uint32_t>(s), before[step], static_cast<std::int32_t>(step)});
    }
    return changes;
}

std::vector<PlanEffect> planEffects(const MemoryPlan& plan) {
    const tflm::DeviceMemory& before = plan.before;
    const tflm::DeviceMemory& after = plan.after;
    std::vector<PlanEffect> effects = {
        {PlanMeasure::WorkingSet, plan.peakBefore, plan.peakAfter},
        {PlanMeasure::Head, before.headBytes, after.headBytes},
        {PlanMeasure::Gaps, before.headBytes - before.lowerBoundBytes, plan.fragmentationBytes()},
    };
    if (before.accepts && after.accepts) {
        effects.push_back({PlanMeasure::Tail, before.tailBytes, after.tailBytes});
        effects.push_back({PlanMeasure::Used, before.usedBytes, after.usedBytes});
        effects.push_back({PlanMeasure::Minimum, before.minimumBytes, after.minimumBytes});
    }
    return effects;
}

PlanEffect mainEffect(const MemoryPlan& plan) {
    if (!plan.before.accepts || !plan.after.accepts)
        return {PlanMeasure::Head, plan.before.headBytes, plan.after.headBytes};
    return {PlanMeasure::Minimum, plan.before.minimumBytes, plan.after.minimumBytes};
}

}  // namespace thimble
