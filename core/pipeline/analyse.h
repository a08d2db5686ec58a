#pragma once

#include <filesystem>
#include <memory>

#include "core/base/blob.h"
#include "core/base/result.h"
#include "core/model/model.h"
#include "core/report/report.h"
#include "core/tflm/target.h"

namespace thimble {

/// A model with the file it came from. Shared between threads; never edited.
struct LoadedModel {
    std::filesystem::path path;
    Blob file;
    Model model;
};

/// Reads and checks a file. Errors name the file.
[[nodiscard]] Result<std::shared_ptr<const LoadedModel>> loadModel(
    const std::filesystem::path& path);

/// The whole road: graph, live ranges, working set, TFLM's plan and arena on the target, the
/// report. The command line and the window both call this, so they agree.
///   errors   Unsupported   as deviceMemory
[[nodiscard]] Result<std::shared_ptr<const Report>> analyse(const LoadedModel& loaded,
                                                            const tflm::TargetInfo& target);

}  // namespace thimble
