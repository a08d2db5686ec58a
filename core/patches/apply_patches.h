#pragma once

#include <span>

#include "core/base/result.h"
#include "core/model/model.h"
#include "core/patches/patch_plan.h"
#include "core/patches/patch_steps.h"

namespace thimble::patches {

/// The same model with segments that run patch by patch, in operators that stock TFLM has: SLICE of
/// what the segment reads, PAD where a part touches the edge, the segment's operators on parts,
/// CONCATENATION of the results; in slices of channels, the operators have those of their weights.
/// Outputs are the same to the last bit. Weights, biases and options of patches are shared, not
/// copied; those of whole operators that slices took apart are gone, and so is an offline plan.
///   segments  in order, not overlapping; positions are those in `model`, which has passed
///             checkModel
///   errors    InvalidArgument   overlapping segments; or as patchSteps
///             Unsupported       as patchSteps
[[nodiscard]] Result<Model> applyPatches(const Model& model, std::span<const PatchPlan> plans);

/// The same with plans that have been taken apart already.
[[nodiscard]] Model applySteps(const Model& model, std::span<const PatchSteps> segments);

}  // namespace thimble::patches
