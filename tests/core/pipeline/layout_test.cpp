#include "core/pipeline/layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace thimble {
namespace {

using testing::ElementsAre;

const std::vector<Bytes> kBytes = {10, 20, 40};

Layout oneAboveTheOther() {
    const Layout bottom = withBuffer({}, 0, 0, kBytes);
    return withBuffer(bottom, 1, 1, kBytes);
}

TEST(Layout, StartsEmpty) {
    EXPECT_EQ(Layout().height(), 0);
    EXPECT_EQ(heightWith({}, 0, 2, kBytes), 40);
}

TEST(Layout, BuffersAddUp) {
    const Layout layout = oneAboveTheOther();
    EXPECT_THAT(layout.buffers, ElementsAre(0, 1));
    EXPECT_EQ(layout.height(), 30);
    EXPECT_EQ(layout.distance(0, 2), 10);  // from the bottom to the second
    EXPECT_EQ(layout.distance(1, 3), 30);  // from the start of the first to the top
}

TEST(Layout, WhatIsGoneStillKeepsItsNeighboursApart) {
    Layout layout = oneAboveTheOther();
    layout = withBuffer(layout, 1, 2, kBytes);
    EXPECT_THAT(layout.buffers, ElementsAre(0, 2, 1));
    EXPECT_EQ(layout.height(), 70);
    layout = onlyThose(layout, {1, 1, 0});
    EXPECT_THAT(layout.buffers, ElementsAre(0, 1));
    EXPECT_EQ(layout.height(), 70);
    EXPECT_EQ(heightWith(layout, 1, 2, kBytes), 70) << "where it was";
    EXPECT_EQ(heightWith(layout, 2, 2, kBytes), 110) << "on top of all";
}

TEST(Layout, OnlyTheBottomAndTheTopRemainOfAnEmptyOne) {
    const Layout layout = onlyThose(oneAboveTheOther(), {0, 0, 0});
    EXPECT_TRUE(layout.buffers.empty());
    EXPECT_EQ(layout.height(), 30);
}

}  // namespace
}  // namespace thimble
