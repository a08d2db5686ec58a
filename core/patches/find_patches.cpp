#include "core/patches/find_patches.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "core/eval/compare.h"
#include "core/interp/program.h"
#include "core/model/check_model.h"
#include "core/ops/operator_rules.h"
#include "core/patches/apply_patches.h"
#include "core/patches/channel_rule.h"
#include "core/patches/choose_segments.h"
#include "core/patches/patch_cost.h"
#include "core/patches/patch_steps.h"
#include "core/tflm/device_memory.h"
#include "core/tflm/offline_plan.h"

namespace thimble::patches {

namespace {

constexpr std::int32_t kMostRows = 8;
constexpr std::int32_t kMostColumns = 4;
constexpr std::int32_t kMostSlices = 8;
constexpr std::int32_t kLongestSegment = 64;
/// Limits on the load for which choices are made, and prices between MACs and bytes of the tail.
constexpr std::size_t kMostLimits = 160;
constexpr int kPrices = 8;
/// Shares of the limit: candidates in a given order, and the best of them once more, in any.
constexpr std::int64_t kNodesOfCandidate = 50'000;
constexpr std::int64_t kNodesOfBest = 200'000;
constexpr std::size_t kMostOpened = 4;

class Search {
public:
    Search(const Model& model, const tflm::TargetInfo& target, const PatchOptions& options,
           const SearchControl& control)
        : m_target(target), m_options(options), m_control(control), m_original(model) {}

    Result<PatchSearch> run() {
        THIMBLE_TRY(m_answer.unpatched, planMemory(m_original, m_target, m_options.plan, quiet()));
        m_model = tflm::withoutOfflinePlan(m_answer.unpatched.model);
        THIMBLE_TRY(m_device, tflm::deviceMemory(m_model, m_target));
        const Subgraph& subgraph = m_model.subgraphs[0];
        for (const Operator& op : subgraph.operators)
            m_answer.macs += operatorMacs(m_model, subgraph, op);
        if (m_model.subgraphs.size() == 1) {
            costSegments();
            planChoices(m_patches);
            planChoices(m_overInput);
            if (m_all.size() > m_overInput.size()) planChoices(m_all);
            openOrders();
        }
        if (m_control.stop.stop_requested()) m_answer.reason = StopReason::Cancelled;
        return std::move(m_answer);
    }

private:
    using Segments = std::vector<SegmentCost>;

    [[nodiscard]] SearchControl quiet() const { return {m_control.stop, {}}; }
    [[nodiscard]] bool isStopped() const { return m_control.stop.stop_requested(); }

    /// How many more MACs may be computed.
    [[nodiscard]] Macs mostRecomputed() const {
        constexpr Macs kMost = std::numeric_limits<Macs>::max() / 4;
        if (!(m_options.maxMacOverhead > 0)) return 0;  // also where it is no number
        const double more = static_cast<double>(m_answer.macs) * m_options.maxMacOverhead;
        return more < static_cast<double>(kMost) ? static_cast<Macs>(more) : kMost;
    }

    void costSegments() {
        const PatchCosts costs(m_model, m_device, m_target);
        const auto count = static_cast<std::int32_t>(m_model.subgraphs[0].operators.size());
        for (std::int32_t o = 0; o < count; ++o) m_whole.push_back(costs.ofOperator(o));
        const PatchRules rules = patchRules(m_model);
        std::vector<bool> passes;  // slices of channels on, or makes them
        for (std::int32_t o = 0; o < count; ++o)
            passes.push_back(channelRule(m_model, static_cast<std::size_t>(o)).has_value());
        const Bytes least = leastLoad(rules, passes);
        for (std::int32_t last = 1; last <= count; ++last) {
            RunCost whole;  // of the operators as they are
            bool inPatches = true;
            bool inSlices = true;
            for (std::int32_t first = last - 1; first >= std::max(0, last - kLongestSegment);
                 --first) {
                const auto o = static_cast<std::size_t>(first);
                inPatches = inPatches && rules[o].has_value();
                inSlices = inSlices && passes[o];
                if ((!inPatches && !inSlices) || isStopped()) break;
                whole.load = std::max(whole.load, m_whole[o].load);
                whole.macs += m_whole[o].macs;
                if (whole.load <= least) continue;
                if (inPatches) costSegment(costs, rules, {first, last}, whole);
                if (inSlices) costSlices(costs, rules, {first, last}, whole);
            }
        }
    }

    /// All counts of patches; more of them recompute more.
    void costSegment(const PatchCosts& costs, const PatchRules& rules,
                     HalfOpen<std::int32_t> operators, const RunCost& whole) {
        for (std::int32_t columns = 1; columns <= kMostColumns; ++columns) {
            const std::int32_t fewest = std::max(2, columns);
            for (std::int32_t rows = fewest; rows <= kMostRows; ++rows) {
                const auto steps = patchSteps(m_model, rules, {operators, rows, columns});
                if (!steps && columns == 1 && rows == fewest) return;
                if (!steps) break;
                const RunCost cost = costs.ofSegment(*steps, false);
                if (cost.macs - whole.macs > mostRecomputed()) {
                    if (rows == fewest) return;
                    break;
                }
                if (cost.load < whole.load) m_patches.push_back({steps->plan, cost});
                const RunCost consuming = costs.ofSegment(*steps, true);
                if (consuming.load >= whole.load) continue;
                m_overInput.push_back({steps->plan, consuming});
                m_all.push_back(m_overInput.back());
            }
        }
    }

    /// All counts of slices of channels, which recompute nothing.
    void costSlices(const PatchCosts& costs, const PatchRules& rules,
                    HalfOpen<std::int32_t> operators, const RunCost& whole) {
        for (std::int32_t channels = 2; channels <= kMostSlices; ++channels) {
            const auto steps =
                patchSteps(m_model, rules,
                           {.operators = operators, .rows = 1, .columns = 1, .channels = channels});
            if (!steps) return;
            const RunCost cost = costs.ofSegment(*steps, false);
            if (cost.load < whole.load) m_all.push_back({steps->plan, cost});
        }
    }

    /// No choice has less: operators that cannot be cut are run as they are.
    [[nodiscard]] Bytes leastLoad(const PatchRules& rules, const std::vector<bool>& passes) const {
        Bytes least = 0;
        for (std::size_t o = 0; o < rules.size(); ++o)
            if (!rules[o] && !passes[o]) least = std::max(least, m_whole[o].load);
        return least;
    }

    /// Limits on the load that can make a difference, below what there is.
    [[nodiscard]] std::vector<Bytes> limits(const Segments& segments) const {
        std::vector<Bytes> loads;
        for (const RunCost& cost : m_whole) loads.push_back(cost.load);
        for (const SegmentCost& segment : segments) loads.push_back(segment.cost.load);
        std::ranges::sort(loads);
        loads.erase(std::unique(loads.begin(), loads.end()), loads.end());
        loads.erase(std::ranges::lower_bound(loads, m_answer.unpatched.after.headBytes),
                    loads.end());
        // More room never takes more MACs.
        loads.erase(loads.begin(), std::ranges::partition_point(loads, [&](Bytes limit) {
                        return !choiceWithin(segments, limit, {}).has_value();
                    }));
        if (loads.size() <= kMostLimits) return loads;
        std::vector<Bytes> some;
        for (std::size_t i = 0; i < kMostLimits; ++i)
            some.push_back(loads[i * loads.size() / kMostLimits]);
        return some;
    }

    [[nodiscard]] std::optional<SegmentChoice> choiceWithin(const Segments& segments, Bytes limit,
                                                            const Price& price) const {
        auto choice = cheapest(m_whole, segments, limit, price);
        if (choice && choice->macs - m_answer.macs > mostRecomputed()) choice.reset();
        return choice;
    }

    /// What it promises to need of what is to be small.
    [[nodiscard]] Bytes promise(const SegmentChoice& choice) const {
        return choice.load + (m_options.goal == PatchGoal::Arena ? choice.tail : 0);
    }

    /// The smallest tail within the MACs allowed, about: from "a byte is all that counts" on, MACs
    /// become dearer until it is within.
    [[nodiscard]] std::optional<SegmentChoice> smallTail(const Segments& segments,
                                                         Bytes limit) const {
        double ofMac = 0;
        for (int i = 0; i < kPrices; ++i, ofMac = ofMac == 0 ? 1e-6 : ofMac * 10)
            if (auto choice = choiceWithin(segments, limit, {.ofMac = ofMac, .ofTailByte = 1}))
                return choice;
        return {};
    }

    [[nodiscard]] std::vector<SegmentChoice> choices(const Segments& segments) const {
        std::vector<SegmentChoice> found;
        const auto add = [&](std::optional<SegmentChoice> choice) {
            if (choice && !choice->segments.empty()) found.push_back(*std::move(choice));
        };
        for (const Bytes limit : limits(segments)) {
            if (isStopped()) break;
            add(choiceWithin(segments, limit, {}));
            if (m_options.goal == PatchGoal::Arena) add(smallTail(segments, limit));
        }
        const auto key = [&](const SegmentChoice& choice) {
            return std::tuple(promise(choice), choice.macs, choice.patches, choice.load);
        };
        std::ranges::stable_sort(found, {}, key);
        found.erase(std::unique(found.begin(), found.end()), found.end());
        return found;
    }

    void planChoices(const Segments& segments) {
        PlanOptions asMade = m_options.plan;
        asMade.order = OrderChoice::AsWritten;
        asMade.limits.nodes = std::min(asMade.limits.nodes, kNodesOfCandidate);
        const std::vector<SegmentChoice> found = choices(segments);
        if (found.empty()) return;
        const Bytes least = promise(found.front());
        const std::int64_t most = m_answer.planned + m_options.candidates;
        for (const SegmentChoice& choice : found) {
            if (isStopped() || m_answer.planned >= most) return;
            // What is placed as promised is as good as it gets; gaps may be smaller elsewhere.
            if (m_answer.best && promise(choice) - least > slack(least)) return;
            Result<Model> patched = applyPatches(m_model, choice.segments);
            if (!patched || !checkModel(*patched)) continue;
            tryPlan(choice, *patched, asMade);
            ++m_answer.planned;
            if (m_control.progress)
                m_control.progress({m_answer.planned, best().headBytes, found.front().load});
        }
    }

    /// How far a promise may be above the best one to be worth a plan.
    [[nodiscard]] Bytes slack(Bytes least) const {
        constexpr Bytes kPart = 32;
        return std::max(least / kPart, m_bestMiss);
    }

    /// The order in which the steps were made is good, but seldom the best.
    void openOrders() {
        if (m_options.plan.order == OrderChoice::AsWritten) return;
        PlanOptions open = m_options.plan;
        open.limits.nodes = std::min(open.limits.nodes, kNodesOfBest);
        std::ranges::stable_sort(m_planned, {}, &Planned::needs);
        m_planned.resize(std::min(m_planned.size(), kMostOpened));
        for (const Planned& planned : std::exchange(m_planned, {})) {
            const auto patched = applyPatches(m_model, planned.choice.segments);
            if (patched && !isStopped()) tryPlan(planned.choice, *patched, open);
        }
    }

    void tryPlan(const SegmentChoice& choice, const Model& patched, const PlanOptions& options) {
        auto plan = planMemory(patched, m_target, options, quiet());
        if (!plan || plan->after.accepts != m_answer.unpatched.after.accepts) return;
        m_planned.push_back({needs(plan->after), choice});
        if (!isBetter(plan->after, choice) || !checkMemoryPlan(patched, *plan, m_target).empty())
            return;
        m_bestChoice = choice;
        m_bestMiss = plan->after.headBytes - choice.load;
        m_answer.best = PatchedModel{.segments = choice.segments,
                                     .model = patched,
                                     .plan = *std::move(plan),
                                     .macs = choice.macs};
    }

    [[nodiscard]] const tflm::DeviceMemory& best() const {
        return m_answer.best ? m_answer.best->plan.after : m_answer.unpatched.after;
    }

    /// What is to be small.
    [[nodiscard]] Bytes needs(const tflm::DeviceMemory& device) const {
        const bool arena = m_options.goal == PatchGoal::Arena && device.accepts;
        return arena ? device.minimumBytes : device.headBytes;
    }

    [[nodiscard]] bool isBetter(const tflm::DeviceMemory& device,
                                const SegmentChoice& choice) const {
        const Bytes unpatched = m_answer.unpatched.after.headBytes;
        if (device.headBytes >= unpatched) return false;
        if (!m_answer.best) return needs(device) < needs(best());
        return std::tuple(needs(device), device.headBytes, choice.macs, choice.patches) <
               std::tuple(needs(best()), best().headBytes, m_answer.best->macs,
                          m_bestChoice.patches);
    }

    Model m_model;  ///< in the order of its best plan
    const tflm::TargetInfo& m_target;
    const PatchOptions& m_options;
    const SearchControl& m_control;
    const Model& m_original;
    tflm::DeviceMemory m_device;
    std::vector<RunCost> m_whole;
    Segments m_patches;
    Segments m_overInput;  ///< with results that consume the input
    Segments m_all;        ///< those, and slices of channels
    struct Planned {
        Bytes needs = 0;
        SegmentChoice choice;
    };
    std::vector<Planned> m_planned;
    SegmentChoice m_bestChoice;
    Bytes m_bestMiss = 0;  ///< by how much the best one's head is above its load
    PatchSearch m_answer;
};

}  // namespace

std::vector<OperatorId> PatchSearch::operatorsOf(const PatchPlan& segment) const {
    const std::vector<OperatorId>& order = unpatched.order[0];
    return {order.begin() + segment.operators.first, order.begin() + segment.operators.last};
}

Result<PatchSearch> findPatches(const Model& model, const tflm::TargetInfo& target,
                                const PatchOptions& options, const SearchControl& control) {
    return Search(model, target, options, control).run();
}

Result<std::optional<std::string>> firstDifference(const Model& whole, const Model& patched,
                                                   int runs, std::stop_token stop) {
    THIMBLE_TRY(const auto a, interp::prepareProgram(whole));
    THIMBLE_TRY(const auto b, interp::prepareProgram(patched));
    THIMBLE_TRY(const eval::Comparison compared,
                eval::compareModels(a, b, {.runs = runs, .dataset = nullptr, .reading = {}},
                                    {std::move(stop), {}}));
    if (compared.cancelled) return std::optional<std::string>("cancelled");
    if (compared.isBitExact()) return std::optional<std::string>();
    return std::optional(fmt::format("{} of {} random inputs give other outputs",
                                     compared.differingRuns, compared.runs));
}

}  // namespace thimble::patches
