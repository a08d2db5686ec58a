#pragma once

#include "core/base/result.h"
#include "core/model/model.h"
#include "core/patches/patch_steps.h"

namespace thimble::patches {

/// Takes a plan of slices of channels apart. The segment's convolutions read all channels of what
/// was there before it; other operands from there are cut by SLICE. The slices of the result are
/// joined along their last axis.
///   errors   InvalidArgument   a plan whose numbers make no sense for this model
///            Unsupported       operators without a rule, named; a segment with more than one
///                              output, or whose first operator makes no channels
[[nodiscard]] Result<PatchSteps> channelSteps(const Model& model, const PatchPlan& plan);

}  // namespace thimble::patches
