#include "core/repair/importance.h"

#include <array>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/base/splitmix.h"

namespace thimble::repair {

namespace {

constexpr std::array<std::pair<Importance, std::string_view>, 8> kNames = {{
    {Importance::Reconstruction, "reconstruction"},
    {Importance::Thinet, "thinet"},
    {Importance::L1, "l1"},
    {Importance::L2, "l2"},
    {Importance::Mean, "mean"},
    {Importance::Variance, "variance"},
    {Importance::Zeros, "zeros"},
    {Importance::Random, "random"},
}};

std::vector<double> of(const GroupObservation& group, Importance importance) {
    if (importance == Importance::L1) return group.l1;
    if (importance == Importance::L2 || importance == Importance::Reconstruction ||
        importance == Importance::Thinet)
        return group.l2;
    std::vector<double> values;
    for (const ChannelStatistics& channel : group.channels)
        values.push_back(importance == Importance::Mean       ? std::abs(channel.mean)
                         : importance == Importance::Variance ? channel.variance
                                                              : 1 - channel.zeros);
    return values;
}

/// Every order as likely as another; all channels cost the same.
RemovalOrder randomOrder(std::size_t channels, SplitMix& random) {
    std::vector<double> rank(channels, 1.0);
    RemovalOrder order = orderByImportance(rank);
    std::vector<std::int32_t> all(channels);
    std::iota(all.begin(), all.end(), 0);
    for (std::size_t i = channels; i > 1; --i) std::swap(all[i - 1], all[random.next() % i]);
    if (!all.empty()) all.pop_back();
    order.channels = std::move(all);
    return order;
}

}  // namespace

std::string_view importanceName(Importance importance) {
    for (const auto& [value, name] : kNames)
        if (value == importance) return name;
    return "";
}

std::optional<Importance> findImportance(std::string_view name) {
    for (const auto& [value, known] : kNames)
        if (known == name) return value;
    return {};
}

std::vector<RemovalOrder> removalOrders(const std::vector<GroupObservation>& observations,
                                        Importance importance, std::uint64_t seed) {
    std::vector<RemovalOrder> orders;
    SplitMix random(seed);
    for (const GroupObservation& group : observations) {
        if (importance == Importance::Random)
            orders.push_back(randomOrder(group.channels.size(), random));
        else if (importance == Importance::Reconstruction && group.byReconstruction)
            orders.push_back(*group.byReconstruction);
        else if (importance == Importance::Thinet && group.byContribution)
            orders.push_back(*group.byContribution);
        else
            orders.push_back(orderByImportance(of(group, importance)));
    }
    return orders;
}

}  // namespace thimble::repair
