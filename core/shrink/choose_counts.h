#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/units.h"
#include "core/prune/channel_groups.h"
#include "core/prune/predict_sizes.h"
#include "core/prune/selection.h"
#include "core/repair/removal_order.h"

namespace thimble::shrink {

/// Sizes that a model must not exceed.
struct SizeLimits {
    Macs macs = std::numeric_limits<Macs>::max();
    Bytes peakBytes = std::numeric_limits<Bytes>::max();  ///< of the working set
    Bytes weightBytes = std::numeric_limits<Bytes>::max();
    friend bool operator==(const SizeLimits&, const SizeLimits&) = default;

    [[nodiscard]] bool admit(const prune::PredictedSizes& sizes) const {
        return sizes.macs <= macs && sizes.peakBytes <= peakBytes &&
               sizes.weightBytes <= weightBytes;
    }
};

/// How many channels of each group stay.
struct ChosenCounts {
    std::vector<std::int32_t> counts;
    std::string
        shortfall;  ///< not empty: how far these, the nearest found, are from what was asked
    [[nodiscard]] bool isEnough() const { return shortfall.empty(); }
    friend bool operator==(const ChosenCounts&, const ChosenCounts&) = default;
};

/// How many channels of each group stay so that the sizes are within the limits and little is lost:
/// channel after channel goes where it costs least for what it brings. What it brings is how much
/// nearer the sizes come to their limits: MACs and weights as shares of the limit, memory as the
/// bytes above it, operator after operator, so that only channels at a bottleneck count.
///   orders   by group, whose channels go in that order
///   start    counts to begin with, for a limit after another; empty: all channels
///   result   heuristic (greedy), the same every time; at least one channel of each group; nothing:
///            stopped
[[nodiscard]] std::optional<ChosenCounts> chooseCounts(prune::SizePredictor& sizes,
                                                       std::span<const repair::RemovalOrder> orders,
                                                       const SizeLimits& limits,
                                                       std::vector<std::int32_t> start = {},
                                                       const std::stop_token& stop = {});

/// The channels that stay when those go that the orders name first.
[[nodiscard]] prune::Selection selectByOrder(std::span<const repair::RemovalOrder> orders,
                                             std::span<const std::int32_t> counts);

/// What the orders say that a selection of these counts costs: the sum over the groups.
[[nodiscard]] double costOf(std::span<const repair::RemovalOrder> orders,
                            std::span<const std::int32_t> counts);

}  // namespace thimble::shrink
