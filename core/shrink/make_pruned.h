#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/shrink/calibrate.h"
#include "core/shrink/model_sizes.h"
#include "core/shrink/recipe.h"
#include "core/shrink/study.h"
#include "core/tflm/target.h"

namespace thimble::shrink {

struct MakeOptions {
    bool repair = true;
    bool plan = true;  ///< the file carries the plan that `after` speaks of
    tflm::TargetInfo target = tflm::kTargets[0];
};

/// A pruned model as it is written.
struct MadeModel {
    PrunedModel pruned;
    Model model;  ///< what `file` holds
    std::vector<std::byte> file;
    ModelSizes after;
};

/// Prunes, repairs, plans. Before it gives anything: checkPruned, checkModel, checkMemoryPlan, the
/// sizes are those that were predicted, TFLM accepts the model where it accepted the original, the
/// interpreter runs it where it ran the original, and the file reads back equal.
///   result   nothing: stopped
///   errors   as pruneModel; Unsupported   a promise above that does not hold
[[nodiscard]] Result<std::optional<MadeModel>> makePruned(const Study& study,
                                                          const prune::Selection& selection,
                                                          const MakeOptions& options,
                                                          const repair::WorkControl& control = {});

/// What has been read of a recipe and its model.
struct ReadRecipe {
    Study study;  ///< without observations
    prune::Selection selection;
    MakeOptions options;
    std::optional<Samples> samples;  ///< where it repairs
};

/// The way from a recipe to what makePruned is given.
///   sha256   of the model's file
///   folder   of the data set, instead of the recipe's; empty: that
///   errors   InvalidArgument   made for another model; other samples, other groups
///            as atResolution, gatherSamples and channelGroups
[[nodiscard]] Result<ReadRecipe> followRecipe(std::shared_ptr<const Model> model,
                                              const std::string& sha256, const Recipe& recipe,
                                              const std::filesystem::path& folder = {});

}  // namespace thimble::shrink
