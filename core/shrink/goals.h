#pragma once

#include <optional>
#include <span>

#include "core/base/result.h"
#include "core/base/search.h"
#include "core/boards/board.h"
#include "core/boards/fit.h"
#include "core/shrink/shrink_to_fit.h"
#include "core/shrink/study.h"
#include "core/tflm/target.h"

namespace thimble::shrink {

/// What a model has to come down to. All that is said must be met.
struct Goals {
    std::optional<Macs> macs;
    std::optional<Bytes> ramBytes;  ///< for the arena
    /// Of the C project by rows instead of TFLM's with the best plan.
    bool byRows = false;
    bool streamInput = false;            ///< by rows: without the input as a whole
    std::optional<boards::Board> board;  ///< SRAM and flash with TFLM
    boards::FitSettings settings;        ///< of the board
    tflm::TargetInfo target = tflm::kTargets[0];
};

/// By how much a model is beyond the goals.
///   errors   Unsupported   as soundPlan, rowArena and fitModel
[[nodiscard]] Result<Overrun> overrunOf(const Model& model, const Goals& goals,
                                        const SearchControl& control = {});

/// Counts of channels that meet the goals, with little lost.
///   result   as shrinkToFit; by rows as shrinkByTrial
///   errors   as overrunOf
[[nodiscard]] Result<std::optional<ChosenCounts>> countsFor(
    const Study& study, std::span<const repair::RemovalOrder> orders, const Goals& goals,
    const repair::WorkControl& control = {});

}  // namespace thimble::shrink
