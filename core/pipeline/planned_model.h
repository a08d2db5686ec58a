#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/search.h"
#include "core/pipeline/analyse.h"
#include "core/pipeline/plan_changes.h"
#include "core/pipeline/plan_memory.h"
#include "core/report/report.h"

namespace thimble {

/// A plan with all that is shown of it: the model before and after, each with its report.
struct PlannedModel {
    std::shared_ptr<const LoadedModel> original;
    std::shared_ptr<const Report> before;
    PlanOptions options;
    MemoryPlan plan;
    std::shared_ptr<const Report> after;
    PlanChanges changes;
    std::vector<std::string> faults;  ///< of checkMemoryPlan; not empty: it must not be written
};

/// Plans, checks the plan and analyses the planned model. `before` is the report of `original` on
/// the target to plan for.
///   errors   Unsupported   as planMemory
[[nodiscard]] Result<std::shared_ptr<const PlannedModel>> planModel(
    std::shared_ptr<const LoadedModel> original, std::shared_ptr<const Report> before,
    const PlanOptions& options, const SearchControl& control = {});

/// Writes the planned model as a .tflite, whole or not at all.
///   errors   InvalidArgument   `path` is the original
///            Unsupported       the plan has faults; or as writeTflite
///            Io                as writeFile
[[nodiscard]] Result<void> writePlannedModel(const PlannedModel& planned,
                                             const std::filesystem::path& path);

}  // namespace thimble
