#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/model.h"

namespace thimble::tflm {

inline constexpr const char* kOfflinePlanName = "OfflineMemoryAllocation";

/// Offsets that a model's metadata prescribes: one per tensor over all subgraphs, in order,
/// constants included; -1 leaves the tensor to the planner. Empty where the model carries no plan.
///   errors   InvalidFile   a plan that TFLM refuses, or whose buffer ends before its offsets do
///   source   micro/micro_allocation_info.cc GetOfflinePlannedOffsets
[[nodiscard]] Result<std::vector<std::int32_t>> readOfflinePlan(const Model& model);

}  // namespace thimble::tflm
