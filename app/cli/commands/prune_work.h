#pragma once

#include <string>

#include "app/cli/commands/prune_answer.h"
#include "app/cli/long_work.h"
#include "core/pipeline/analyse.h"

namespace thimble::cli {

/// What `prune` and `apply` have in common: makes the model by a recipe. Nothing is written.
///   recipe   path of its file
///   errors   name the recipe's file or the model's
[[nodiscard]] Result<PruneAnswer> pruneByRecipe(const PruneCommand& command,
                                                const std::shared_ptr<const LoadedModel>& loaded,
                                                PruneStudy& study, LongWork& work);

/// Prunes, repairs, plans and scores; with options.repair the samples that the study has.
[[nodiscard]] Result<void> makeAnswer(const PruneCommand& command, const PruneStudy& study,
                                      const prune::Selection& selection,
                                      const shrink::MakeOptions& options, LongWork& work,
                                      PruneAnswer& answer);

/// Writes what was asked for, if the goal was met; prints; the status to end with.
[[nodiscard]] int finishPrune(const PruneCommand& command, const PruneStudy& study,
                              const PruneAnswer& answer);

/// A bar for long work that can be counted.
[[nodiscard]] repair::WorkControl countedWork(LongWork& work, const PruneCommand& command);

/// The model as the study and the commands share it.
[[nodiscard]] std::shared_ptr<const Model> modelOf(
    const std::shared_ptr<const LoadedModel>& loaded);

}  // namespace thimble::cli
