#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/base/search.h"
#include "core/model/model.h"
#include "core/patches/patch_plan.h"
#include "core/pipeline/plan_memory.h"
#include "core/tflm/target.h"

namespace thimble::patches {

/// What is to be small. Patches cost TFLM memory of its own: for each operator on each patch it
/// keeps records and multipliers in the tail, so that the smallest head is seldom the smallest
/// arena.
enum class PatchGoal { Arena, Head };

struct PatchOptions {
    PatchGoal goal = PatchGoal::Arena;
    double maxMacOverhead = 0.25;  ///< recomputed MACs over those of the model
    /// How the model is planned as it is, and the best candidate. In place, so that CONCATENATION
    /// finds the patches where they belong.
    PlanOptions plan{.inPlace = true};
    std::int64_t candidates = 20;  ///< so many are planned for each way to count bytes
};

/// A model with segments in patches, planned for the target.
struct PatchedModel {
    std::vector<PatchPlan> segments;  ///< positions in PatchSearch::order
    Model model;                      ///< not planned yet: what `plan` is a plan of
    MemoryPlan plan;                  ///< its model is the one to write
    Macs macs = 0;
};

struct PatchSearch {
    MemoryPlan unpatched;              ///< the best plan of the model as it is
    Macs macs = 0;                     ///< of the model as it is
    std::optional<PatchedModel> best;  ///< nothing: no candidate has a smaller head, and arena
    StopReason reason = StopReason::Limit;
    std::int64_t planned = 0;  ///< candidates that were planned

    /// The operators of the model as it was that a segment consists of.
    [[nodiscard]] std::vector<OperatorId> operatorsOf(const PatchPlan& segment) const;
};

/// Looks for the segments in patches or in slices of channels, and counts of these, with which TFLM
/// needs least: the smallest arena, or the smallest head; fewer MACs, then fewer parts where it is
/// the same. The head is smaller than that of the best plan of whole operators, and with
/// PatchGoal::Arena so is the arena.
/// Operators are taken in the order of that plan. Every segment that can be cut is costed for each
/// count by the bytes alive (patch_cost.h), without and with results that write over the input. As
/// a segment's load does not depend on the others, choosing them is a path through the operators:
/// for a limit on the load, the choice with the fewest MACs, with the smallest tail, and some in
/// between. The most promising are planned with the real planner in the order in which they were
/// made, the best few once more with their order open; what TFLM then needs decides.
///   result    heuristic: no proof that nothing is smaller. A cancelled search has the best so far
///   limits    2 to 8 rows of patches, up to 4 columns; 2 to 8 slices of channels; segments of 64
///             operators
///   errors    Unsupported   as planMemory
[[nodiscard]] Result<PatchSearch> findPatches(const Model& model, const tflm::TargetInfo& target,
                                              const PatchOptions& options = {},
                                              const SearchControl& control = {});

/// Runs both on random inputs; the first difference in words, nothing where outputs agree to the
/// last bit.
///   errors   as prepareProgram and compareModels
[[nodiscard]] Result<std::optional<std::string>> firstDifference(const Model& whole,
                                                                 const Model& patched, int runs,
                                                                 std::stop_token stop = {});

}  // namespace thimble::patches
