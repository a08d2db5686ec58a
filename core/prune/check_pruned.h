#pragma once

#include <string>
#include <vector>

#include "core/model/model.h"
#include "core/prune/channel_groups.h"
#include "core/prune/selection.h"

namespace thimble::prune {

/// Every way in which `pruned` is not `original` with only the selected channels, in words; empty:
/// none. The first hundred. Shares no code with removeChannels: it compares element by element.
[[nodiscard]] std::vector<std::string> checkPruned(const Model& original,
                                                   const ChannelGroups& groups,
                                                   const Selection& selection, const Model& pruned);

}  // namespace thimble::prune
