#include "core/pipeline/planned_model.h"

#include <utility>

#include "core/base/file.h"
#include "core/tflite/writer.h"

namespace thimble {

Result<std::shared_ptr<const PlannedModel>> planModel(std::shared_ptr<const LoadedModel> original,
                                                      std::shared_ptr<const Report> before,
                                                      const PlanOptions& options,
                                                      const SearchControl& control) {
    const tflm::TargetInfo& target = before->target;
    PlannedModel planned;
    THIMBLE_TRY(planned.plan, planMemory(original->model, target, options, control));
    planned.faults = checkMemoryPlan(original->model, planned.plan, target);
    THIMBLE_TRY(planned.after, analyse({original->path, Blob(), planned.plan.model}, target));
    planned.changes = planChanges(original->model, planned.plan);
    planned.options = options;
    planned.original = std::move(original);
    planned.before = std::move(before);
    return std::make_shared<const PlannedModel>(std::move(planned));
}

Result<void> writePlannedModel(const PlannedModel& planned, const std::filesystem::path& path) {
    THIMBLE_CHECK(checkNotInput(path, planned.original->path));
    if (!planned.faults.empty())
        return fail(ErrorCode::Unsupported,
                    path.string() +
                        ": not written, because the plan is not sound: " + planned.faults.front());
    THIMBLE_TRY(const std::vector<std::byte> bytes, writeTflite(planned.plan.model));
    return writeFile(path, bytes);
}

}  // namespace thimble
