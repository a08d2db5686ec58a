#pragma once

#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/base/units.h"
#include "core/repair/work_control.h"
#include "core/shrink/study.h"
#include "core/tflm/target.h"

namespace thimble::shrink {

/// What a model needs less without channels of one group, all else as it is.
struct Saving {
    std::optional<Bytes> arenaBytes;  ///< of one channel, TFLM with the best plan; nothing: refused
    Bytes weightBytes = 0;            ///< of one channel
    Macs macs = 0;
    /// So many channels must go before the arena becomes smaller, and by how much then: buffers are
    /// rounded up, and the largest step may be elsewhere. 0: it never does.
    std::int32_t channelsToStep = 0;
    Bytes stepBytes = 0;
    friend bool operator==(const Saving&, const Saving&) = default;
};

/// By group; of a group of one channel nothing. Plans the outline again and again.
///   result   nothing: stopped
///   errors   as soundPlan
[[nodiscard]] Result<std::optional<std::vector<Saving>>> savingsOf(
    const Model& model, const prune::ChannelGroups& groups, const tflm::TargetInfo& target,
    const repair::WorkControl& control = {});

}  // namespace thimble::shrink
