#pragma once

#include <cstdint>
#include <span>

#include "core/base/result.h"
#include "core/model/model.h"
#include "core/prune/channel_groups.h"
#include "core/prune/selection.h"

namespace thimble::prune {

/// The model with only the selected channels: filters, biases, scales and zero points, states,
/// shapes, options, and constants that hold shapes and offsets. Tensors and operators keep their
/// order; constants that operators no longer agree on are copied, behind the others. A plan for the
/// arena that the file carries is dropped, and so are tensors and buffers that nothing names.
///   groups   of this model
///   result   passes checkModel and checkPruned
///   errors   InvalidArgument   groups of another model; no selection of the groups
[[nodiscard]] Result<Model> removeChannels(const Model& model, const ChannelGroups& groups,
                                           const Selection& selection);

/// The same for any selection with these counts, with zeros for the weights that are left: equal in
/// every size (file, arena, MACs), and nothing is copied but the descriptions.
[[nodiscard]] Result<Model> prunedOutline(const Model& model, const ChannelGroups& groups,
                                          std::span<const std::int32_t> counts);

}  // namespace thimble::prune
