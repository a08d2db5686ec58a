#pragma once

#include "core/graph/graph.h"
#include "core/liveness/working_set.h"
#include "core/model/model.h"
#include "core/report/report.h"
#include "core/tflm/device_memory.h"

namespace thimble {

/// Puts the results of the earlier stages into rows. `path`, `sha256`, `fileBytes` and `oddities`
/// of the model summary are the caller's to fill. `model` has passed checkModel.
[[nodiscard]] Report summarise(const Model& model, const Graph& graph, const WorkingSet& workingSet,
                               const tflm::TargetInfo& target, tflm::DeviceMemory device);

/// Every way in which the report contradicts itself, in words; empty: its sums add up.
[[nodiscard]] std::vector<std::string> checkReport(const Report& report);

}  // namespace thimble
