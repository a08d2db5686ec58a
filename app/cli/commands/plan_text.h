#pragma once

#include <string>

#include "core/model/model.h"
#include "core/pipeline/plan_memory.h"
#include "core/tflm/target.h"

namespace thimble::cli {

/// What the command adds to the plan.
struct PlanAnswer {
    std::string model;  ///< path
    tflm::TargetInfo target;
    PlanOptions options;
    std::string output;  ///< path; empty: nothing was written
    double seconds = 0;
};

[[nodiscard]] std::string planText(const Model& original, const MemoryPlan& plan,
                                   const PlanAnswer& answer);

/// One JSON object, ends with a newline.
[[nodiscard]] std::string planJson(const MemoryPlan& plan, const PlanAnswer& answer);

}  // namespace thimble::cli
