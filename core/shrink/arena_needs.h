#pragma once

#include <optional>

#include "core/base/result.h"
#include "core/base/search.h"
#include "core/base/units.h"
#include "core/model/model.h"
#include "core/pipeline/plan_memory.h"
#include "core/tflm/target.h"

namespace thimble::shrink {

// What a model's arena takes, as the file or the project that is written afterwards will have it.
// Sizes alone matter: an outline gives what the model with weights gives.

/// A plan of TFLM's memory that has passed its check: the same for the same sizes.
///   errors   Unsupported   TFLM refuses the model, and why; no sound plan; as planMemory
[[nodiscard]] Result<MemoryPlan> soundPlan(const Model& model, const tflm::TargetInfo& target,
                                           const SearchControl& control = {});

/// The arena of the C project that `thimble split` makes: by rows where that is less, with slices
/// of channels.
///   streamInput   the application hands over the rows of the input
///   ramBytes      the first plan that was found within them; nothing, or none: the smallest
///   errors        as cproject::planProject
[[nodiscard]] Result<Bytes> rowArena(const Model& model, bool streamInput,
                                     const SearchControl& control = {},
                                     std::optional<Bytes> ramBytes = {});

/// Bytes alive at most when it runs by rows, with kernels that work in little: near its arena, and
/// without the ups and downs of a placement that is not the best.
///   errors   as rowArena
[[nodiscard]] Result<Bytes> rowsAlive(const Model& model, bool streamInput,
                                      const SearchControl& control = {});

}  // namespace thimble::shrink
