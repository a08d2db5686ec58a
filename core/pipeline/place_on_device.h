#pragma once

#include <limits>
#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/base/search.h"
#include "core/model/model.h"
#include "core/pipeline/plan_memory.h"
#include "core/tflm/device_memory.h"
#include "core/tflm/target.h"

namespace thimble {

inline constexpr Bytes kHeadAlignment = 16;

/// A model with offsets in its metadata, and what TFLM then does.
struct PlacedModel {
    Model model;
    tflm::DeviceMemory device;
    Finding finding;  ///< of the placement
};

/// Prescribes an offset for every tensor of the arena's head. Scratch buffers, which TFLM always
/// places itself, get their room in the plan; where its first gap is not the one that was meant,
/// another plan is tried, in which each operator's scratch lies together. With `options.inPlace`,
/// several choices of what shares bytes are placed, and none at all where that could be lower.
/// Nothing where no placement of this order can have a head below `below`.
///   errors   Unsupported   as deviceMemory
[[nodiscard]] Result<std::optional<PlacedModel>> placeOnDevice(
    const Model& model, const tflm::TargetInfo& target, const PlanOptions& options,
    const SearchControl& control, Bytes below = std::numeric_limits<Bytes>::max());

/// The same with offsets that are known already, per tensor of the first subgraph; below 0 for
/// what TFLM is to place.
///   errors   Unsupported   as deviceMemory
[[nodiscard]] Result<PlacedModel> placeAt(const Model& model, const tflm::TargetInfo& target,
                                          const std::vector<Bytes>& offsets);

}  // namespace thimble
