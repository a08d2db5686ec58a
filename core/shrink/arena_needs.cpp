#include "core/shrink/arena_needs.h"

#include <utility>

#include "core/cproject/project.h"

namespace thimble::shrink {

Result<MemoryPlan> soundPlan(const Model& model, const tflm::TargetInfo& target,
                             const SearchControl& control) {
    THIMBLE_TRY(MemoryPlan plan, planMemory(model, target, {}, control));
    if (!plan.after.accepts)
        return fail(ErrorCode::Unsupported, "TFLM refuses the model: " + plan.after.reason);
    if (const auto faults = checkMemoryPlan(model, plan, target); !faults.empty())
        return fail(ErrorCode::Unsupported, "no sound plan was found: " + faults.front());
    return plan;
}

namespace {

cproject::ProjectOptions byRows(bool streamInput) {
    cproject::ProjectOptions options;
    options.rows.emplace();
    options.rows->sliceChannels = true;
    options.streamInput = streamInput;
    return options;
}

}  // namespace

Result<Bytes> rowArena(const Model& model, bool streamInput, const SearchControl& control,
                       std::optional<Bytes> ramBytes) {
    cproject::ProjectOptions options = byRows(streamInput);
    options.rows->ramBytes = ramBytes;
    THIMBLE_TRY(const cproject::Project project, cproject::planProject(model, options, control));
    return project.memory.arenaBytes;
}

Result<Bytes> rowsAlive(const Model& model, bool streamInput, const SearchControl& control) {
    cproject::ProjectOptions options = byRows(streamInput);
    options.rows->limits.nodes = 0;
    options.rowScratch = cproject::RowScratch::Tight;
    THIMBLE_TRY(const cproject::Project project, cproject::planProject(model, options, control));
    return project.memory.lowerBoundBytes;
}

}  // namespace thimble::shrink
