#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/model.h"
#include "core/prune/channel_groups.h"
#include "core/prune/selection.h"

namespace thimble::prune {

/// A channel that is not nothing although its weights are zero.
struct InexactChannel {
    std::size_t group = 0;
    std::int32_t channel = 0;
    std::string reason;  ///< "operator #7 CONV_2D reads it from tensor 'x' (#4), where it is not 0"
    friend bool operator==(const InexactChannel&, const InexactChannel&) = default;
};

struct ZeroedModel {
    Model model;                          ///< of the original's sizes
    std::vector<InexactChannel> inexact;  ///< by group and channel
};

/// The model with the weights of all channels that are not selected at zero (at their zero point):
/// rows of filters, biases, gates, per-channel constants of sums and products. Without `inexact`
/// channels it computes what the model without those channels computes: integers to the last bit,
/// real numbers in the order of the reference kernels.
///
/// Exact, and why: a channel without weights does not depend on the input, so that a run of the
/// zeroed model shows its value in every tensor. It is nothing where each operator that sums over
/// it finds the zero point. LOGISTIC makes 0.5 of nothing, but x * LOGISTIC(x) is nothing again.
///   cost     two runs
///   errors   InvalidArgument   as removeChannels
///            Unsupported       the interpreter does not run the model
[[nodiscard]] Result<ZeroedModel> zeroChannels(const Model& model, const ChannelGroups& groups,
                                               const Selection& selection);

/// The selection and those of its removed channels that are not exact.
[[nodiscard]] Selection withInexact(const Selection& selection,
                                    const std::vector<InexactChannel>& inexact);

}  // namespace thimble::prune
