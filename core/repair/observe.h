#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/model/model.h"
#include "core/prune/channel_groups.h"
#include "core/repair/calibration.h"
#include "core/repair/removal_order.h"
#include "core/repair/work_control.h"

namespace thimble::repair {

/// What a channel holds on the calibration samples, in real numbers, behind the operators that make
/// it (their activation included).
struct ChannelStatistics {
    double mean = 0;
    double variance = 0;
    double zeros = 0;  ///< share of the elements that are exactly 0
    friend bool operator==(const ChannelStatistics&, const ChannelStatistics&) = default;
};

/// What is known of a group's channels.
struct GroupObservation {
    std::vector<ChannelStatistics> channels;
    std::vector<double> l1;  ///< by channel: mean magnitude of the weights that make it
    std::vector<double> l2;  ///< likewise the root of the mean square
    /// By what the operators that read the channels cannot make up for. Nothing: one of them is no
    /// CONV_2D or FULLY_CONNECTED, or has too many columns.
    std::optional<RemovalOrder> byReconstruction;
    std::optional<RemovalOrder> byContribution;  ///< to what those operators sum up; likewise
    friend bool operator==(const GroupObservation&, const GroupObservation&) = default;
};

struct ObserveOptions {
    std::size_t rows = 8192;     ///< positions of outputs looked at, of all samples together
    std::size_t columns = 2304;  ///< of one reader at most: the work grows with their cube
    std::uint64_t seed = 1;
};

/// Runs the model on all samples and watches its channels. The same for any number of threads.
///   result   by group; nothing: stopped
///   errors   as Walk
[[nodiscard]] Result<std::optional<std::vector<GroupObservation>>> observe(
    const Model& model, const prune::ChannelGroups& groups, const Calibration& calibration,
    const ObserveOptions& options = {}, const WorkControl& control = {});

}  // namespace thimble::repair
