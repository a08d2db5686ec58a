#include "core/shrink/choose_counts.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/grouped_number.h"

namespace thimble::shrink {

namespace {

std::int32_t channelsOf(const repair::RemovalOrder& order) {
    return static_cast<std::int32_t>(order.channels.size()) + 1;
}

/// By how much sizes are above their limits; 0: within.
double excessOf(const prune::PredictedSizes& sizes, const SizeLimits& limits) {
    const auto above = [](std::int64_t size, std::int64_t limit) {
        return static_cast<double>(std::max<std::int64_t>(size - limit, 0)) /
               static_cast<double>(std::max<std::int64_t>(limit, 1));
    };
    double excess = above(sizes.macs, limits.macs) + above(sizes.weightBytes, limits.weightBytes);
    if (sizes.peakBytes > limits.peakBytes)
        for (const Bytes bytes : sizes.workingSetBytes) excess += above(bytes, limits.peakBytes);
    return excess;
}

double costAt(const repair::RemovalOrder& order, std::int32_t kept) {
    return order.costs[static_cast<std::size_t>(channelsOf(order) - kept)];
}

std::string shortfall(const prune::PredictedSizes& sizes, const SizeLimits& limits) {
    const auto part = [](std::string_view what, std::int64_t size, std::int64_t limit) {
        return size <= limit ? std::string()
                             : fmt::format("; {} {} remain, not {}", groupedNumber(size), what,
                                           groupedNumber(limit));
    };
    return "more channels cannot go" + part("MACs", sizes.macs, limits.macs) +
           part("bytes of working set", sizes.peakBytes, limits.peakBytes) +
           part("bytes of weights", sizes.weightBytes, limits.weightBytes);
}

}  // namespace

std::optional<ChosenCounts> chooseCounts(prune::SizePredictor& sizes,
                                         std::span<const repair::RemovalOrder> orders,
                                         const SizeLimits& limits, std::vector<std::int32_t> start,
                                         const std::stop_token& stop) {
    std::vector<std::int32_t> counts = std::move(start);
    if (counts.empty())
        for (const repair::RemovalOrder& order : orders) counts.push_back(channelsOf(order));
    double excess = excessOf(sizes.predict(counts), limits);
    while (excess > 0) {
        if (stop.stop_requested()) return std::nullopt;
        std::size_t best = counts.size();
        double bestRatio = 0;
        for (std::size_t g = 0; g < counts.size(); ++g) {
            if (counts[g] <= 1) continue;
            const double cost = costAt(orders[g], counts[g] - 1) - costAt(orders[g], counts[g]);
            --counts[g];
            const double gain = excess - excessOf(sizes.predict(counts), limits);
            ++counts[g];
            if (gain <= 0) continue;
            if (best == counts.size() || cost / gain < bestRatio) {
                bestRatio = cost / gain;
                best = g;
            }
        }
        if (best == counts.size())
            return ChosenCounts{counts, shortfall(sizes.predict(counts), limits)};
        --counts[best];
        excess = excessOf(sizes.predict(counts), limits);
    }
    return ChosenCounts{std::move(counts), {}};
}

prune::Selection selectByOrder(std::span<const repair::RemovalOrder> orders,
                               std::span<const std::int32_t> counts) {
    prune::Selection selection;
    for (std::size_t g = 0; g < orders.size(); ++g) {
        const std::int32_t channels = channelsOf(orders[g]);
        std::vector<bool> gone(static_cast<std::size_t>(channels), false);
        for (std::int32_t i = 0; i < channels - counts[g]; ++i)
            gone[static_cast<std::size_t>(orders[g].channels[static_cast<std::size_t>(i)])] = true;
        std::vector<std::int32_t>& kept = selection.kept.emplace_back();
        for (std::int32_t c = 0; c < channels; ++c)
            if (!gone[static_cast<std::size_t>(c)]) kept.push_back(c);
    }
    return selection;
}

double costOf(std::span<const repair::RemovalOrder> orders, std::span<const std::int32_t> counts) {
    double cost = 0;
    for (std::size_t g = 0; g < orders.size(); ++g) cost += costAt(orders[g], counts[g]);
    return cost;
}

}  // namespace thimble::shrink
