#pragma once

#include "ui/jobs/prune_job.h"

// What PruneJob does on its threads.
namespace thimble::ui {

/// Nothing: stopped. The same source gives the same samples; the answer's source has their hash.
[[nodiscard]] Result<std::optional<PruneStudy>> makePruneStudy(
    const PruneJob::StudyQuestion& question, const repair::WorkControl& control);

[[nodiscard]] Result<OutlineFit> fitCounts(const PruneStudy& study, const ChannelCounts& counts,
                                           const OutlineQuestion& question,
                                           const std::stop_token& stop);
/// By group; nothing: stopped. All 0 of a group of which one channel is left. With a plan that is
/// sought for a moment only.
[[nodiscard]] Result<std::optional<std::vector<ChannelCost>>> channelCosts(
    const PruneStudy& study, const ChannelCounts& counts, const OutlineQuestion& question,
    const std::stop_token& stop);

/// Nothing: stopped. An error where nothing is enough.
[[nodiscard]] Result<std::optional<ChannelCounts>> searchCounts(
    const PruneJob::SearchQuestion& question, const repair::WorkControl& control);

/// Nothing: stopped.
[[nodiscard]] Result<std::optional<PruneScore>> scorePruned(
    const PruneJob::PrunedQuestion& question, const repair::WorkControl& control);

/// False: stopped.
[[nodiscard]] Result<bool> writePruned(const PruneJob::PrunedQuestion& question,
                                       const tflm::TargetInfo& target,
                                       const std::filesystem::path& path,
                                       const repair::WorkControl& control);

}  // namespace thimble::ui
