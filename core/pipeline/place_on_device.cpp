#include "core/pipeline/place_on_device.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/arena/arena_plan.h"
#include "core/arena/optimal_plan.h"
#include "core/pipeline/share_places.h"
#include "core/tflm/offline_plan.h"
#include "core/tflm/plan_faults.h"

namespace thimble {

namespace {

using tflm::DeviceMemory;
using tflm::PlannedBuffer;

/// The arena's head as a problem: tensors first, as the device has them, then scratch.
ArenaProblem scratchApart(const DeviceMemory& device) {
    ArenaProblem problem;
    problem.alignment = kHeadAlignment;
    for (const PlannedBuffer& buffer : device.buffers)
        problem.buffers.push_back({.bytes = buffer.plannedBytes, .live = buffer.scopes});
    return problem;
}

/// The same with one buffer for all scratch of an operator. TFLM's first gap for each of them then
/// lies within it or below.
ArenaProblem scratchTogether(const DeviceMemory& device) {
    ArenaProblem problem;
    problem.alignment = kHeadAlignment;
    std::map<std::pair<std::uint32_t, std::int32_t>, ArenaBuffer> scratch;
    for (const PlannedBuffer& buffer : device.buffers) {
        if (!buffer.isScratch()) {
            problem.buffers.push_back({.bytes = buffer.plannedBytes, .live = buffer.scopes});
            continue;
        }
        ArenaBuffer& all = scratch[{buffer.subgraph, buffer.op}];
        all.bytes += buffer.plannedBytes;
        all.live = buffer.scopes;
    }
    for (const auto& [op, all] : scratch) problem.buffers.push_back(all);
    return problem;
}

/// Where TFLM takes an offset for a tensor's word that a variable is placed already: it looks up
/// the variables of every subgraph among the offsets of the first. Those stay with TFLM's planner.
void leaveOutWhatVariablesWouldRead(const Model& model, std::vector<std::int32_t>& offsets) {
    for (const Subgraph& subgraph : model.subgraphs)
        for (std::size_t t = 0; t < subgraph.tensors.size(); ++t)
            if (subgraph.tensors[t].isVariable && t < offsets.size()) offsets[t] = -1;
}

/// One per tensor over all subgraphs.
std::vector<std::int32_t> offsetsOf(const Model& model, const DeviceMemory& device,
                                    const ArenaPlan& plan) {
    std::vector<std::size_t> firstOfSubgraph = {0};
    for (const Subgraph& subgraph : model.subgraphs)
        firstOfSubgraph.push_back(firstOfSubgraph.back() + subgraph.tensors.size());
    std::vector<std::int32_t> offsets(firstOfSubgraph.back(), -1);
    for (std::size_t i = 0; i < device.buffers.size(); ++i) {
        const PlannedBuffer& buffer = device.buffers[i];
        if (buffer.isScratch()) break;
        offsets[firstOfSubgraph[buffer.subgraph] + static_cast<std::size_t>(buffer.tensor)] =
            static_cast<std::int32_t>(plan.offsets[i]);
    }
    leaveOutWhatVariablesWouldRead(model, offsets);
    return offsets;
}

SearchResult<ArenaPlan> place(const ArenaProblem& problem, PlacementChoice choice,
                              const SearchLimits& limits, const SearchControl& control) {
    if (choice == PlacementChoice::Exact) return findOptimalPlan(problem, limits, control);
    SearchResult<ArenaPlan> result;
    result.best = planGreedyBySize(problem);
    result.lowerBound = arenaLowerBound(problem);
    if (result.best.arenaBytes > result.lowerBound) result.reason = StopReason::Limit;
    return result;
}

/// Placements of one order of operators, and the lowest of them.
class Placements {
public:
    Placements(const Model& bare, const tflm::TargetInfo& target, const PlanOptions& options,
               const SearchControl& control, const DeviceMemory& device, Bytes below)
        : m_bare(bare),
          m_target(target),
          m_options(options),
          m_control(control),
          m_device(device),
          m_below(below),
          m_bound(boundOf(device, options.inPlace)) {}

    Result<std::optional<PlacedModel>> lowest() {
        std::vector<std::vector<tflm::InPlacePair>> choices(1);
        if (m_options.inPlace) choices = inPlaceChoices(m_device);
        const bool isOnlyChoice = choices.size() == 1;
        for (const auto& pairs : choices) THIMBLE_CHECK(tryChoice(pairs, isOnlyChoice));
        return std::move(m_best);
    }

private:
    /// True for every choice: all that may share at all, shared. What slices consume is not counted
    /// that way; then no more is known than that each buffer has to be somewhere.
    static Bytes boundOf(const DeviceMemory& device, bool inPlace) {
        if (!inPlace) return device.lowerBoundBytes;
        if (device.mayConsume.empty()) return tflm::headBound(device.buffers, device.mayShare);
        Bytes largest = 0;
        for (const PlannedBuffer& buffer : device.buffers)
            largest = std::max(largest, buffer.plannedBytes);
        return largest;
    }

    Result<void> tryChoice(const std::vector<tflm::InPlacePair>& pairs, bool isOnlyChoice) {
        for (auto* makeProblem : {scratchApart, scratchTogether}) {
            const SharedPlaces shared = sharePlaces(makeProblem(m_device), m_device, pairs);
            const Bytes mustBeBelow = m_best ? m_best->device.headBytes : m_below;
            if (m_cancelled || arenaLowerBound(shared.problem) >= mustBeBelow) return {};
            const SearchResult<ArenaPlan> placed =
                place(shared.problem, m_options.placement, m_options.limits, m_control);
            m_cancelled = placed.reason == StopReason::Cancelled;
            PlacedModel next;
            next.model = tflm::withOfflinePlan(
                m_bare, offsetsOf(m_bare, m_device, shared.expand(placed.best)));
            THIMBLE_TRY(next.device, tflm::deviceMemory(next.model, m_target));
            const bool asPlanned = next.device.headBytes <= placed.best.arenaBytes;
            next.finding = {placed.reason, m_bound};
            // TFLM placed scratch elsewhere, or another choice could be lower.
            const bool mayBeLower = !asPlanned || !isOnlyChoice;
            if (next.finding.reason == StopReason::Proven && mayBeLower &&
                next.device.headBytes > m_bound)
                next.finding.reason = StopReason::Limit;
            if (!m_best || next.device.headBytes < m_best->device.headBytes)
                m_best = std::move(next);
            if (asPlanned) return {};
        }
        return {};
    }

    const Model& m_bare;
    const tflm::TargetInfo& m_target;
    const PlanOptions& m_options;
    const SearchControl& m_control;
    const DeviceMemory& m_device;
    Bytes m_below;
    Bytes m_bound;
    std::optional<PlacedModel> m_best;
    bool m_cancelled = false;
};

}  // namespace

Result<std::optional<PlacedModel>> placeOnDevice(const Model& model, const tflm::TargetInfo& target,
                                                 const PlanOptions& options,
                                                 const SearchControl& control, Bytes below) {
    const Model bare = tflm::withoutOfflinePlan(model);
    THIMBLE_TRY(const DeviceMemory device, tflm::deviceMemory(bare, target));
    return Placements(bare, target, options, control, device, below).lowest();
}

Result<PlacedModel> placeAt(const Model& model, const tflm::TargetInfo& target,
                            const std::vector<Bytes>& offsets) {
    const Model bare = tflm::withoutOfflinePlan(model);
    std::size_t tensors = 0;
    for (const Subgraph& subgraph : bare.subgraphs) tensors += subgraph.tensors.size();
    std::vector<std::int32_t> prescribed(tensors, -1);
    for (std::size_t t = 0; t < offsets.size(); ++t)
        if (offsets[t] >= 0) prescribed[t] = static_cast<std::int32_t>(offsets[t]);
    leaveOutWhatVariablesWouldRead(bare, prescribed);

    PlacedModel placed;
    placed.model = tflm::withOfflinePlan(bare, prescribed);
    THIMBLE_TRY(placed.device, tflm::deviceMemory(placed.model, target));
    placed.finding = {StopReason::Proven, placed.device.lowerBoundBytes};
    if (placed.device.headBytes > placed.device.lowerBoundBytes)
        placed.finding.reason = StopReason::Limit;
    return placed;
}

}  // namespace thimble
