#include "core/search/genome.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

#include "tests/core/search/toy.h"

namespace thimble::search {
namespace {

TEST(Genome, DrawnOnesAreInTheSpaceAndReachAllOfIt) {
    const Space space{.channels = {1, 2, 9}, .orders = 2, .forms = 2, .resolutions = 3};
    SplitMix random(5);
    std::set<Genome> seen;
    for (int i = 0; i < 4000; ++i) {
        const Genome genome = randomGenome(space, random);
        EXPECT_TRUE(isIn(space, genome));
        seen.insert(genome);
    }
    EXPECT_EQ(seen.size(), 1U * 2 * 9 * 2 * 2 * 3);
}

TEST(Genome, AMorphIsOneChange) {
    const Space space{.channels = {4, 64, 200}, .orders = 2, .forms = 3, .resolutions = 2};
    SplitMix random(1);
    Genome genome = wholeModel(space);
    int groups = 0, all = 0, orders = 0, forms = 0, resolutions = 0;
    for (int i = 0; i < 3000; ++i) {
        const Genome child = morphed(space, genome, random);
        ASSERT_TRUE(isIn(space, child));
        int changed = 0;
        for (std::size_t g = 0; g < 3; ++g) changed += child.counts[g] != genome.counts[g] ? 1 : 0;
        const int others = (child.order != genome.order ? 1 : 0) +
                           (child.form != genome.form ? 1 : 0) +
                           (child.resolution != genome.resolution ? 1 : 0);
        EXPECT_LE(others, 1);
        if (others == 1) EXPECT_EQ(changed, 0);
        groups += changed == 1 ? 1 : 0;
        all += changed > 1 ? 1 : 0;
        orders += child.order != genome.order ? 1 : 0;
        forms += child.form != genome.form ? 1 : 0;
        resolutions += child.resolution != genome.resolution ? 1 : 0;
        if (changed == 1)
            for (std::size_t g = 0; g < 3; ++g) {
                const int unit = std::max(1, space.channels[g] / 32);
                EXPECT_LE(std::abs(child.counts[g] - genome.counts[g]), 5 * unit + 12);
            }
        genome = child;
    }
    EXPECT_GT(groups, 1000);
    EXPECT_GT(all, 100);
    EXPECT_GT(orders, 100);
    EXPECT_GT(forms, 100);
    EXPECT_GT(resolutions, 100);
}

TEST(Genome, DrawsAreWhatTheySay) {
    SplitMix random(3);
    double sum = 0, squares = 0, units = 0;
    constexpr int kDraws = 20'000;
    for (int i = 0; i < kDraws; ++i) {
        const double normal = drawNormal(random);
        sum += normal;
        squares += normal * normal;
        const double unit = drawUnit(random);
        EXPECT_GE(unit, 0);
        EXPECT_LT(unit, 1);
        units += unit;
    }
    EXPECT_NEAR(sum / kDraws, 0, 0.03);
    EXPECT_NEAR(squares / kDraws, 1, 0.03);
    EXPECT_NEAR(units / kDraws, 0.5, 0.01);
}

TEST(Genome, ChildrenHaveTheirParentsNumbers) {
    const Space space = test::toySpace();
    SplitMix random(9);
    const Genome a{.counts = {1, 1, 1, 1}};
    const Genome b{.counts = {16, 32, 8, 64}, .form = 0};
    std::set<Genome> seen;
    for (int i = 0; i < 500; ++i) {
        const Genome child = crossed(a, b, random);
        for (std::size_t g = 0; g < 4; ++g)
            EXPECT_TRUE(child.counts[g] == a.counts[g] || child.counts[g] == b.counts[g]);
        seen.insert(child);
    }
    EXPECT_EQ(seen.size(), 16U);
}

}  // namespace
}  // namespace thimble::search
