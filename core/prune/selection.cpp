#include "core/prune/selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/splitmix.h"

namespace thimble::prune {

namespace {

std::vector<std::int32_t> firstOf(std::int32_t count) {
    std::vector<std::int32_t> channels(static_cast<std::size_t>(count));
    std::iota(channels.begin(), channels.end(), 0);
    return channels;
}

/// A number below `end`, each as likely as another.
std::uint64_t drawBelow(SplitMix& random, std::uint64_t end) {
    const std::uint64_t biased = -end % end;  // 2^64 mod end
    for (;;)
        if (const std::uint64_t drawn = random.next(); drawn >= biased) return drawn % end;
}

}  // namespace

Selection keepAll(const ChannelGroups& groups) {
    Selection selection;
    for (const ChannelGroup& group : groups.groups)
        selection.kept.push_back(firstOf(group.channels));
    return selection;
}

Selection keepFirst(const ChannelGroups& groups, std::span<const std::int32_t> counts) {
    Selection selection;
    for (std::size_t g = 0; g < groups.groups.size() && g < counts.size(); ++g)
        selection.kept.push_back(firstOf(counts[g]));
    return selection;
}

std::int32_t keepCount(std::int32_t channels, double share) {
    return static_cast<std::int32_t>(std::clamp(std::round(static_cast<double>(channels) * share),
                                                1.0, static_cast<double>(channels)));
}

Selection randomSelection(const ChannelGroups& groups, double share, std::uint64_t seed) {
    SplitMix random(seed);
    Selection selection;
    for (const ChannelGroup& group : groups.groups) {
        std::vector<std::int32_t> channels = firstOf(group.channels);
        const auto count = static_cast<std::size_t>(keepCount(group.channels, share));
        for (std::size_t i = 0; i < count; ++i)
            std::swap(channels[i], channels[i + drawBelow(random, channels.size() - i)]);
        channels.resize(count);
        std::ranges::sort(channels);
        selection.kept.push_back(std::move(channels));
    }
    return selection;
}

std::vector<std::int32_t> keptCounts(const Selection& selection) {
    std::vector<std::int32_t> counts;
    for (const auto& kept : selection.kept)
        counts.push_back(static_cast<std::int32_t>(kept.size()));
    return counts;
}

std::vector<std::int32_t> removedChannels(const ChannelGroups& groups, const Selection& selection,
                                          std::size_t group) {
    const std::vector<std::int32_t> all = firstOf(groups.groups[group].channels);
    std::vector<std::int32_t> removed;
    std::ranges::set_difference(all, selection.kept[group], std::back_inserter(removed));
    return removed;
}

Result<void> checkSelection(const ChannelGroups& groups, const Selection& selection) {
    THIMBLE_CHECK(checkCounts(groups, keptCounts(selection)));
    for (std::size_t g = 0; g < groups.groups.size(); ++g) {
        const auto& kept = selection.kept[g];
        if (kept.front() < 0 || kept.back() >= groups.groups[g].channels ||
            std::ranges::adjacent_find(kept, std::ranges::greater_equal{}) != kept.end())
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("channels of group {} that do not exist, or are not in "
                                    "ascending order",
                                    groups.groups[g].name));
    }
    return {};
}

Result<void> checkCounts(const ChannelGroups& groups, std::span<const std::int32_t> counts) {
    if (counts.size() != groups.groups.size())
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("a choice for {} groups of channels, of {}", counts.size(),
                                groups.groups.size()));
    for (std::size_t g = 0; g < counts.size(); ++g)
        if (counts[g] < 1 || counts[g] > groups.groups[g].channels)
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("group {} has {} channels: {} of them cannot stay",
                                    groups.groups[g].name, groups.groups[g].channels, counts[g]));
    return {};
}

}  // namespace thimble::prune
