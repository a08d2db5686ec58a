#include "core/pipeline/plan_memory.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

#include "core/graph/graph.h"
#include "core/liveness/working_set.h"
#include "core/model/drop_orphans.h"
#include "core/model/reorder_operators.h"
#include "core/pipeline/head_problem.h"
#include "core/pipeline/order_and_offsets.h"
#include "core/pipeline/place_on_device.h"
#include "core/schedule/optimal_order.h"
#include "core/schedule/schedulers.h"
#include "core/tflm/offline_plan.h"

namespace thimble {

namespace {

/// Shares of the limit. Where one order is a guess, patience with its placement is not worth it.
constexpr std::int64_t kShareOfAnOrder = 50;
constexpr std::int64_t kShareOfLayouts = 6;

std::vector<OperatorId> asWritten(std::size_t operators) {
    std::vector<OperatorId> order(operators);
    for (std::size_t o = 0; o < operators; ++o)
        order[o] = OperatorId{static_cast<std::uint32_t>(o)};
    return order;
}

std::vector<OperatorId> idsOf(const std::vector<std::int32_t>& operators) {
    std::vector<OperatorId> order;
    order.reserve(operators.size());
    for (const std::int32_t op : operators)
        order.push_back(OperatorId{static_cast<std::uint32_t>(op)});
    return order;
}

Bytes peakOf(const Model& model) {
    const Graph graph = buildGraph(model);
    return workingSet(graph.subgraphs[0], liveRanges(graph.subgraphs[0])).peakBytes;
}

/// The search for the order of subgraph 0 and its placement.
class JointSearch {
public:
    JointSearch(const Model& model, const tflm::TargetInfo& target, const PlanOptions& options,
                const SearchControl& control, MemoryPlan& plan)
        : m_model(model),
          m_target(target),
          m_options(options),
          m_control(control),
          m_plan(plan),
          m_problem(orderProblem(buildGraph(model).subgraphs[0])) {}

    Result<void> run() {
        THIMBLE_TRY(const tflm::DeviceMemory device, tflm::deviceMemory(m_model, m_target));
        m_headProblem = headProblem(m_problem, 0, device);
        if (m_options.order == OrderChoice::AsWritten) return runAsWritten();
        const auto smallest = findOptimalOrder(m_problem, m_options.limits, m_control);
        m_plan.orderFinding = {smallest.reason, smallest.lowerBound};
        const auto lowest = findOptimalOrder(m_headProblem, m_options.limits, m_control);
        m_plan.headBoundOfAnyOrder = boundOfAnyOrder(lowest.lowerBound);
        m_peak = smallest.best.peakBytes;
        m_headBound = lowest.lowerBound;
        THIMBLE_CHECK(tryOrder(lowest.best, share(kShareOfAnOrder)));
        THIMBLE_CHECK(tryOrder(smallest.best, share(kShareOfAnOrder)));
        THIMBLE_CHECK(tryLayouts());
        if (m_plan.after.headBytes > m_plan.before.headBytes)
            THIMBLE_CHECK(tryAsWritten(smallest.lowerBound));
        return {};
    }

private:
    /// The order is not in question; what it could be at best is said all the same.
    Result<void> runAsWritten() {
        const Scheduler& asListed = *findScheduler("as-written");
        const auto written = asListed.run(m_problem, m_options.limits, m_control);
        m_plan.orderFinding = {written.reason, written.lowerBound};
        const auto head = asListed.run(m_headProblem, m_options.limits, m_control);
        m_plan.headBoundOfAnyOrder = boundOfAnyOrder(head.lowerBound);
        return tryOrder(written.best, m_options);
    }

    [[nodiscard]] Bytes boundOfAnyOrder(Bytes whereNothingIsShared) const {
        return m_options.inPlace
                   ? inPlaceBoundOfAnyOrder(m_model, 0, m_headProblem, m_target.target)
                   : whereNothingIsShared;
    }

    [[nodiscard]] PlanOptions share(std::int64_t part) const {
        PlanOptions options = m_options;
        options.limits.nodes = (options.limits.nodes - 1) / part + 1;
        return options;
    }

    /// Orders of the smallest working set, each with placements of its own. Nothing is shared in
    /// these, so there is nothing to look for where sharing got below them.
    Result<void> tryLayouts() {
        if (m_control.stop.stop_requested() || m_plan.after.headBytes <= m_headBound ||
            m_options.placement == PlacementChoice::Greedy)
            return {};
        const LayoutQuestion question{.head = m_headProblem,
                                      .workingSet = m_problem,
                                      .peakBytes = m_peak,
                                      .lowerBoundBytes = m_headBound,
                                      .lowerThanBytes = m_plan.after.headBytes,
                                      .alignment = kHeadAlignment};
        const auto found = findOrderAndOffsets(question, share(kShareOfLayouts).limits, m_control);
        if (!found.best.order.empty()) {
            std::vector<OperatorId> order = idsOf(found.best.order);
            THIMBLE_TRY(PlacedModel placed, placeAt(reorderOperators(m_model, SubgraphId{0}, order),
                                                    m_target, found.best.offsets));
            takeOver(std::move(placed), std::move(order));
        }
        if (m_plan.after.headBytes <= found.lowerBound && isExact())
            m_plan.placementFinding = {StopReason::Proven, found.lowerBound};
        return {};
    }

    /// Whether the head problem is all there is: only then is it a proof that nothing fits.
    [[nodiscard]] bool isExact() const {
        return !m_options.inPlace && m_model.subgraphs.size() == 1 &&
               std::ranges::none_of(m_headProblem.operators, &OrderOperator::scratchBytes);
    }

    /// Where no order of the smallest working set can be placed as low as TFLM places the order as
    /// written, that one is worth more.
    Result<void> tryAsWritten(Bytes lowerBound) {
        const Schedule written = orderAsWritten(m_problem);
        m_peak = std::max(m_peak, written.peakBytes);
        const Bytes before = m_plan.after.headBytes;
        THIMBLE_CHECK(tryOrder(written, m_options));
        if (m_plan.after.headBytes < before && written.peakBytes > lowerBound)
            m_plan.orderFinding.reason = StopReason::Limit;
        return {};
    }

    /// Takes an order over when it can be placed lower than what there is.
    Result<void> tryOrder(const Schedule& schedule, const PlanOptions& options) {
        std::vector<OperatorId> order = idsOf(schedule.order);
        if (options.order == OrderChoice::Optimal) {
            if (scheduleOf(m_problem, schedule.order).peakBytes > m_peak) return {};
            if (!m_tried.insert(schedule.order).second) return {};
            const Bytes bound = scheduleOf(m_headProblem, schedule.order).peakBytes;
            if (m_found && !options.inPlace && bound >= m_plan.after.headBytes) return {};
        }
        const Model ordered = reorderOperators(m_model, SubgraphId{0}, order);
        const Bytes below = m_found ? m_plan.after.headBytes : std::numeric_limits<Bytes>::max();
        THIMBLE_TRY(std::optional<PlacedModel> placed,
                    placeOnDevice(ordered, m_target, options, m_control, below));
        if (placed) takeOver(std::move(*placed), std::move(order));
        return {};
    }

    void takeOver(PlacedModel placed, std::vector<OperatorId> order) {
        if (m_found && placed.device.headBytes >= m_plan.after.headBytes) return;
        m_found = true;
        m_plan.model = std::move(placed.model);
        m_plan.after = std::move(placed.device);
        m_plan.placementFinding = placed.finding;
        m_plan.order[0] = std::move(order);
    }

    const Model& m_model;
    const tflm::TargetInfo& m_target;
    const PlanOptions& m_options;
    const SearchControl& m_control;
    MemoryPlan& m_plan;
    OrderProblem m_problem;
    OrderProblem m_headProblem;
    Bytes m_peak = 0;       ///< the smallest working set that was found
    Bytes m_headBound = 0;  ///< of any order, where nothing shares bytes
    std::set<std::vector<std::int32_t>> m_tried;
    bool m_found = false;
};

/// Called subgraphs run inside an operator: each gets the order that is best for itself.
Result<void> orderCalledSubgraphs(Model& model, const tflm::TargetInfo& target,
                                  const PlanOptions& options, const SearchControl& control,
                                  MemoryPlan& plan) {
    if (model.subgraphs.size() < 2) return {};
    const Graph graph = buildGraph(model);
    THIMBLE_TRY(const tflm::DeviceMemory device, tflm::deviceMemory(model, target));
    for (std::size_t s = 1; s < model.subgraphs.size(); ++s) {
        const OrderProblem problem = headProblem(orderProblem(graph.subgraphs[s]), s, device);
        plan.order[s] = idsOf(findOptimalOrder(problem, options.limits, control).best.order);
        model = reorderOperators(model, SubgraphId{static_cast<std::uint32_t>(s)}, plan.order[s]);
    }
    return {};
}

/// What shares bytes in the planned model, by the numbers of the model as it was.
std::vector<tflm::InPlacePair> inPlaceOf(const Model& original, const MemoryPlan& plan) {
    std::vector<tflm::InPlacePair> pairs;
    for (tflm::InPlacePair pair : plan.after.inPlace) {
        const auto step = static_cast<std::size_t>(pair.op);
        const Operator& planned = plan.model.subgraphs[pair.subgraph].operators[step];
        const auto position =
            std::ranges::find(planned.inputs, pair.input) - planned.inputs.begin();
        const std::size_t op = indexOf(plan.order[pair.subgraph][step]);
        const Operator& before = original.subgraphs[pair.subgraph].operators[op];
        pair.op = static_cast<std::int32_t>(op);
        pair.input = before.inputs[static_cast<std::size_t>(position)];
        pair.output = before.outputs[0];
        pairs.push_back(pair);
    }
    return pairs;
}

/// A plan that came with the file stays where it is sound, allowed, and no worse: also a search
/// that proves much can miss what another one found.
Result<void> keepWhatTheFileHas(const Model& model, const tflm::TargetInfo& target,
                                const PlanOptions& options, MemoryPlan& plan) {
    const tflm::DeviceMemory& before = plan.before;
    const auto tensors = [](const Model& of) {
        std::vector<std::size_t> counts;
        for (const Subgraph& subgraph : of.subgraphs) counts.push_back(subgraph.tensors.size());
        return counts;
    };
    const bool isSound = before.hasOfflinePlan && before.planFaults.empty() &&
                         (options.inPlace || before.inPlace.empty()) &&
                         tensors(model) == tensors(plan.model);  // or else it has orphans
    const bool isBetter = before.headBytes < plan.after.headBytes;
    const bool isAsGood =
        before.headBytes == plan.after.headBytes && plan.peakBefore <= plan.peakAfter;
    if (!isSound || (!isBetter && !isAsGood)) return {};

    THIMBLE_TRY(const std::vector<std::int32_t> offsets, tflm::readOfflinePlan(model));
    plan.model = tflm::withOfflinePlan(model, offsets);
    THIMBLE_TRY(plan.after, tflm::deviceMemory(plan.model, target));
    plan.peakAfter = plan.peakBefore;
    for (std::vector<OperatorId>& order : plan.order) order = asWritten(order.size());
    if (plan.peakAfter > plan.orderFinding.lowerBoundBytes &&
        plan.orderFinding.reason == StopReason::Proven)
        plan.orderFinding.reason = StopReason::Limit;
    if (isBetter) {
        plan.placementFinding = {StopReason::Limit, before.lowerBoundBytes};
        if (plan.after.headBytes <= before.lowerBoundBytes)
            plan.placementFinding.reason = StopReason::Proven;
    }
    return {};
}

}  // namespace

bool MemoryPlan::keepsOrder() const {
    return std::ranges::all_of(
        order, [](const std::vector<OperatorId>& ids) { return std::ranges::is_sorted(ids); });
}

Result<MemoryPlan> planMemory(const Model& model, const tflm::TargetInfo& target,
                              const PlanOptions& options, const SearchControl& control) {
    MemoryPlan plan;
    THIMBLE_TRY(plan.before, tflm::deviceMemory(model, target));
    plan.peakBefore = peakOf(model);
    Model base = dropOrphanTensors(tflm::withoutOfflinePlan(model));
    for (const Subgraph& subgraph : base.subgraphs)
        plan.order.push_back(asWritten(subgraph.operators.size()));
    if (options.order == OrderChoice::Optimal)
        THIMBLE_CHECK(orderCalledSubgraphs(base, target, options, control, plan));
    THIMBLE_CHECK(JointSearch(base, target, options, control, plan).run());
    plan.peakAfter = peakOf(plan.model);
    THIMBLE_CHECK(keepWhatTheFileHas(model, target, options, plan));
    plan.inPlace = inPlaceOf(model, plan);
    return plan;
}

}  // namespace thimble
