#pragma once

#include <optional>

#include "core/boards/fit.h"
#include "core/cost/estimate.h"
#include "core/pipeline/plan_memory.h"

namespace thimble {

/// What a model without weights (prunedOutline) is asked.
struct OutlineQuestion {
    tflm::TargetInfo target;
    std::optional<boards::Board> board;
    boards::FitSettings settings;
    /// Nothing: as TFLM places it by itself, which is quick and what no plan is worse than.
    std::optional<PlanOptions> plan;
};

/// What a model will need on the device, found without its weights.
struct OutlineFit {
    bool accepts = false;  ///< TFLM does; otherwise the arena is the head alone
    bool isPlanned = false;
    StopReason reason = StopReason::Proven;  ///< of the placement
    Bytes arenaBytes = 0;                    ///< the smallest that allocates and runs
    Bytes headBytes = 0;
    Bytes fileBytes = 0;  ///< of the .tflite, with the plan where there is one
    std::optional<boards::Fit> fit;
    std::optional<cost::Range> microseconds;  ///< on the board; an estimate
};

/// Exact but for the time: the pruned model with weights has the same arena and the same file size.
///   errors   as planMemory, writeTflite and fitModel
[[nodiscard]] Result<OutlineFit> fitOutline(const Model& outline, const OutlineQuestion& question,
                                            const SearchControl& control = {});

}  // namespace thimble
