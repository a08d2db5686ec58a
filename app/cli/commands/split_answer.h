#pragma once

#include <optional>
#include <string>

#include "app/cli/commands/split_resolution.h"
#include "core/base/units.h"
#include "core/cproject/project.h"
#include "core/patches/find_patches.h"
#include "core/tflm/target.h"

namespace thimble::cli {

struct SplitCommand {
    std::string model;
    std::string target = std::string(tflm::kTargets[0].name);
    std::optional<Bytes> ramBytes;
    std::string folder;
    std::string output;  ///< path of the .tflite; empty: that form is not asked for
    double maxMacOverhead = patches::PatchOptions{}.maxMacOverhead;
    patches::PatchGoal goal = patches::PatchOptions{}.goal;
    bool streamInput = false;
    std::optional<ResolutionWish> resolution;
    int runs = 3;
    bool pareto = false;
    bool json = false;
};

/// The model in the two forms that can run slices.
struct SplitAnswer {
    std::optional<cproject::Project> project;  ///< nothing: an operator has no C kernel
    std::string noProject;                     ///< why
    std::optional<patches::PatchSearch> patches;
    std::optional<Bytes> headBytes;  ///< TFLM's, of the model as it is; nothing where it refuses it
    Macs macs = 0;
    std::optional<ResolutionAnswer> resolution;  ///< all else is of the model at that resolution
    double seconds = 0;
    bool isCancelled = false;

    /// Whether the C project keeps to the RAM that it may have.
    [[nodiscard]] bool fits(const SplitCommand& command) const {
        return !command.ramBytes || !project || project->memory.arenaBytes <= *command.ramBytes;
    }
    /// What was written as a .tflite; null where nothing was.
    [[nodiscard]] const patches::PatchedModel* patched() const {
        return patches && patches->best ? &*patches->best : nullptr;
    }
};

[[nodiscard]] std::string splitText(const SplitCommand& command, const SplitAnswer& answer);
/// One JSON object, ends with a newline.
[[nodiscard]] std::string splitJson(const SplitCommand& command, const SplitAnswer& answer);

}  // namespace thimble::cli
