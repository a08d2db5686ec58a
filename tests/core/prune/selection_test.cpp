#include "core/prune/selection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace thimble::prune {
namespace {

using testing::ElementsAre;

ChannelGroups twoGroups() {
    ChannelGroups groups;
    groups.groups.resize(2);
    groups.groups[0].channels = 10;
    groups.groups[1].channels = 3;
    return groups;
}

TEST(KeepCount, RoundsToNearestAndLeavesOne) {
    EXPECT_EQ(keepCount(10, 0.5), 5);
    EXPECT_EQ(keepCount(10, 0.84), 8);
    EXPECT_EQ(keepCount(10, 0.86), 9);
    EXPECT_EQ(keepCount(10, 0), 1);
    EXPECT_EQ(keepCount(3, 0.1), 1);
    EXPECT_EQ(keepCount(3, 2), 3);
}

TEST(RandomSelection, IsASelectionAndTheSameForASeed) {
    const ChannelGroups groups = twoGroups();
    std::set<std::vector<std::int32_t>> seen;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        const Selection selection = randomSelection(groups, 0.7, seed);
        EXPECT_TRUE(checkSelection(groups, selection).has_value());
        EXPECT_THAT(keptCounts(selection), ElementsAre(7, 2));
        EXPECT_EQ(selection, randomSelection(groups, 0.7, seed));
        seen.insert(selection.kept[1]);
    }
    EXPECT_EQ(seen.size(), 3U);  // every pair of three occurs
}

TEST(Selections, KnowWhatGoes) {
    const ChannelGroups groups = twoGroups();
    Selection selection = keepAll(groups);
    EXPECT_TRUE(removedChannels(groups, selection, 0).empty());
    selection.kept[0] = {1, 2, 3, 4, 5, 6, 7, 9};
    EXPECT_THAT(removedChannels(groups, selection, 0), ElementsAre(0, 8));
}

TEST(CheckSelection, RefusesWhatIsNone) {
    const ChannelGroups groups = twoGroups();
    const auto refused = [&](std::vector<std::vector<std::int32_t>> kept) {
        return !checkSelection(groups, Selection{std::move(kept)}).has_value();
    };
    EXPECT_FALSE(refused({{0, 9}, {2}}));
    EXPECT_TRUE(refused({{0, 9}}));
    EXPECT_TRUE(refused({{0, 9}, {}}));
    EXPECT_TRUE(refused({{0, 10}, {2}}));
    EXPECT_TRUE(refused({{-1, 9}, {2}}));
    EXPECT_TRUE(refused({{9, 0}, {2}}));
    EXPECT_TRUE(refused({{0, 0}, {2}}));
}

}  // namespace
}  // namespace thimble::prune
