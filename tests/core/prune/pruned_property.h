#pragma once

#include <cstdint>

#include "core/model/model.h"
#include "core/prune/channel_groups.h"
#include "core/prune/predict_sizes.h"
#include "core/prune/selection.h"

namespace thimble::test {

/// What is known of a model before it is pruned.
struct PruneSubject {
    explicit PruneSubject(Model from);

    Model model;
    prune::ChannelGroups groups;
    bool accepted = false;  ///< by TFLM
    bool runs = false;      ///< in the interpreter
};

struct PruneTally {
    std::int64_t ways = 0;      ///< selections
    std::int64_t removed = 0;   ///< channels in all of them
    std::int64_t inexact = 0;   ///< of these
    std::int64_t compared = 0;  ///< tensors of runs that were compared
};

/// Everything that is promised of pruning holds for this selection: valid, accepted and run
/// wherever the original is, of the predicted sizes, equal to the zeroed model where that is exact.
void expectPruned(const PruneSubject& subject, prune::SizePredictor& predictor,
                  const prune::Selection& selection, std::uint64_t seed, PruneTally& tally);

}  // namespace thimble::test
