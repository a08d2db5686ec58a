#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/model.h"
#include "core/prune/channel_groups.h"
#include "core/prune/predict_sizes.h"
#include "core/prune/selection.h"
#include "core/repair/calibration.h"
#include "core/repair/importance.h"
#include "core/repair/repair_model.h"

namespace thimble::shrink {

/// All about a model's channels that does not depend on which of them are removed. A value that
/// threads share.
struct Study {
    std::shared_ptr<const Model> model;
    prune::ChannelGroups groups;
    std::shared_ptr<const repair::Calibration> calibration;
    /// By group; empty where the model cannot be watched.
    std::vector<repair::GroupObservation> observations;
    std::string unwatched;  ///< why not: then nothing is repaired, and all channels are alike
};

/// Finds the groups and watches the channels. A model that the interpreter does not run, or not
/// operator by operator, still has groups.
///   result   nothing: stopped
///   errors   as channelGroups
[[nodiscard]] Result<std::optional<Study>> studyChannels(
    std::shared_ptr<const Model> model, std::shared_ptr<const repair::Calibration> calibration,
    const repair::ObserveOptions& options = {}, const repair::WorkControl& control = {});

/// In which order channels should go, by group.
[[nodiscard]] std::vector<repair::RemovalOrder> ordersOf(const Study& study,
                                                         repair::Importance importance,
                                                         std::uint64_t seed = 1);

/// A model without some of its channels.
struct PrunedModel {
    prune::Selection selection;
    Model model;
    std::vector<repair::RepairedOperator> repaired;
};

/// Removes channels, checks that nothing else has changed (checkPruned), and repairs what is left.
///   repair   false: weights stay as they are
///   result   nothing: stopped
///   errors   as removeChannels and repairModel; Unsupported: a fault that the check found
[[nodiscard]] Result<std::optional<PrunedModel>> pruneModel(
    const Study& study, const prune::Selection& selection, bool repair,
    const repair::WorkControl& control = {});

}  // namespace thimble::shrink
