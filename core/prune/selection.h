#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/prune/channel_groups.h"

namespace thimble::prune {

/// What stays: for each group its channels, ascending, at least one.
struct Selection {
    std::vector<std::vector<std::int32_t>> kept;
    friend bool operator==(const Selection&, const Selection&) = default;
};

[[nodiscard]] Selection keepAll(const ChannelGroups& groups);

/// The first of each group: what has the sizes of every selection with these counts.
[[nodiscard]] Selection keepFirst(const ChannelGroups& groups,
                                  std::span<const std::int32_t> counts);

/// The share of the channels, rounded to nearest, but at least one and at most all.
[[nodiscard]] std::int32_t keepCount(std::int32_t channels, double share);

/// keepCount channels of every group, each choice as likely as another.
[[nodiscard]] Selection randomSelection(const ChannelGroups& groups, double share,
                                        std::uint64_t seed);

/// How many stay of each group: all that sizes depend on.
[[nodiscard]] std::vector<std::int32_t> keptCounts(const Selection& selection);

/// The channels of a group that go, ascending.
[[nodiscard]] std::vector<std::int32_t> removedChannels(const ChannelGroups& groups,
                                                        const Selection& selection,
                                                        std::size_t group);

/// InvalidArgument, in words, where it is no selection of these groups.
[[nodiscard]] Result<void> checkSelection(const ChannelGroups& groups, const Selection& selection);
[[nodiscard]] Result<void> checkCounts(const ChannelGroups& groups,
                                       std::span<const std::int32_t> counts);

}  // namespace thimble::prune
