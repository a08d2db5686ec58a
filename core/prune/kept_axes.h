#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "core/base/result.h"
#include "core/model/model.h"
#include "core/prune/channel_groups.h"
#include "core/prune/selection.h"

namespace thimble::prune {

/// What stays of the axes that lose something.
struct KeptAxes {
    std::map<Axis, std::vector<std::int32_t>> kept;  ///< ascending

    /// Null: all of it.
    [[nodiscard]] const std::vector<std::int32_t>* of(Axis axis) const;
    [[nodiscard]] std::int32_t before(Axis axis, std::int32_t index) const;
    [[nodiscard]] bool cuts(std::int32_t tensor) const;
};

///   errors   InvalidArgument   groups of another model; no selection of the groups
[[nodiscard]] Result<KeptAxes> keptAxes(const Model& model, const ChannelGroups& groups,
                                        const Selection& selection);

/// For each tensor of subgraph 0 the first that has its buffer, type and shape and always loses the
/// same: they can share their data, whatever is selected. Itself where there is none.
[[nodiscard]] std::vector<std::int32_t> sharingTensors(const Model& model,
                                                       const ChannelGroups& groups);

/// InvalidArgument where an atom is none of the model's.
[[nodiscard]] Result<void> checkGroupsFit(const Model& model, const ChannelGroups& groups);

}  // namespace thimble::prune
