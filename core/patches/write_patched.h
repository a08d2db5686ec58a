#pragma once

#include <filesystem>
#include <stop_token>

#include "core/base/result.h"
#include "core/model/model.h"
#include "core/patches/find_patches.h"
#include "core/tflm/target.h"

namespace thimble::patches {

/// Writes the planned model as a .tflite, whole or not at all, once everything about it has been
/// looked at: the plan is sound, the file reads back as the same model, and its outputs are those
/// of `original` to the last bit for so many random inputs.
///   errors   Unsupported   one of these is not so, or it was stopped before that was known
///            Io            as writeFile
[[nodiscard]] Result<void> writePatched(const Model& original, const PatchedModel& patched,
                                        const tflm::TargetInfo& target, int runs,
                                        const std::filesystem::path& path,
                                        std::stop_token stop = {});

}  // namespace thimble::patches
