#pragma once

#include <cstdint>
#include <span>
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

/// The same model with `offsets` as its only plan: one per tensor over all subgraphs, a multiple of
/// 16 or -1. Plans that the model carried are dropped; everything else stays as it is.
///   source   micro/micro_allocation_info.cc; version 1, as TFLM's own tests write it
[[nodiscard]] Model withOfflinePlan(const Model& model, std::span<const std::int32_t> offsets);

/// The same model without any plan.
[[nodiscard]] Model withoutOfflinePlan(const Model& model);

}  // namespace thimble::tflm
