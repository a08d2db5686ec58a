#include "core/shrink/goals.h"

#include <algorithm>

#include "core/ops/operator_rules.h"
#include "core/shrink/arena_needs.h"
#include "core/shrink/model_sizes.h"
#include "core/tflite/writer.h"

namespace thimble::shrink {

namespace {

/// What the board lacks for a model with this plan.
Result<void> addBoard(const MemoryPlan& plan, const Goals& goals, Overrun& over) {
    THIMBLE_TRY(const std::vector<std::byte> file, writeTflite(plan.model));
    THIMBLE_TRY(const boards::Fit fit,
                boards::fitModel(*goals.board, goals.target, plan.model,
                                 static_cast<Bytes>(file.size()), plan.after, goals.settings));
    Bytes lacking = fit.sram->usedBytes() - fit.sramAvailableBytes;
    // Enough, but not in one piece.
    if (!fit.placement.fits) lacking = std::max<Bytes>(lacking, Bytes{16});
    over.memory = std::max(over.memory, lacking);
    if (fit.flashAvailableBytes)
        over.weights = std::max(over.weights, fit.flash.usedBytes() - *fit.flashAvailableBytes);
    return {};
}

}  // namespace

Result<Overrun> overrunOf(const Model& model, const Goals& goals, const SearchControl& control) {
    Overrun over;
    if (goals.macs) over.macs = modelMacs(model) - *goals.macs;
    if (goals.ramBytes && goals.byRows) {
        THIMBLE_TRY(const Bytes arena, rowArena(model, goals.streamInput, control, goals.ramBytes));
        over.memory = arena - *goals.ramBytes;
    }
    if (!goals.board && (!goals.ramBytes || goals.byRows)) return over;
    THIMBLE_TRY(const MemoryPlan plan, soundPlan(model, goals.target, control));
    if (goals.ramBytes && !goals.byRows) over.memory = plan.after.minimumBytes - *goals.ramBytes;
    if (goals.board) THIMBLE_CHECK(addBoard(plan, goals, over));
    return over;
}

Result<std::optional<ChosenCounts>> countsFor(const Study& study,
                                              std::span<const repair::RemovalOrder> orders,
                                              const Goals& goals,
                                              const repair::WorkControl& control) {
    const Judge judge = [&](const Model& outline) {
        return overrunOf(outline, goals, {control.stop, {}});
    };
    if (!goals.ramBytes || !goals.byRows) return shrinkToFit(study, orders, judge, control);
    const MemoryOf alive = [&](const Model& outline) {
        return rowsAlive(outline, goals.streamInput, {control.stop, {}});
    };
    return shrinkByTrial(study, orders, judge, control, alive);
}

}  // namespace thimble::shrink
