#include "core/search/front.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/core/search/toy.h"

namespace thimble::search {
namespace {

/// Whole numbers from 0 to `most`, so that volumes can be counted cell by cell.
std::vector<Costs> randomPoints(std::size_t count, std::size_t costs, int most, SplitMix& random) {
    std::vector<Costs> points(count, Costs(costs));
    for (Costs& point : points)
        for (double& cost : point) cost = static_cast<double>(drawBelow(random, most + 1));
    return points;
}

double countedVolume(const std::vector<Costs>& points, std::size_t costs, int reference) {
    const auto cells = static_cast<std::int64_t>(std::pow(reference, costs));
    std::int64_t sum = 0;
    for (std::int64_t cell = 0; cell < cells; ++cell) {
        bool isCovered = false;
        for (const Costs& point : points) {
            bool covers = true;
            std::int64_t rest = cell;
            for (std::size_t c = 0; c < costs; ++c) {
                covers = covers && point[c] <= static_cast<double>(rest % reference);
                rest /= reference;
            }
            isCovered = isCovered || covers;
        }
        sum += isCovered ? 1 : 0;
    }
    return static_cast<double>(sum);
}

TEST(Hypervolume, IsWhatCountingCellsGives) {
    SplitMix random(11);
    for (int round = 0; round < 150; ++round)
        for (std::size_t costs = 1; costs <= 4; ++costs) {
            constexpr int kReference = 6;
            // Some points lie beyond the reference.
            const auto points = randomPoints(1 + static_cast<std::size_t>(drawBelow(random, 7)),
                                             costs, kReference + 1, random);
            EXPECT_DOUBLE_EQ(hypervolume(points, Costs(costs, kReference)),
                             countedVolume(points, costs, kReference));
        }
    EXPECT_EQ(hypervolume({}, {1, 1}), 0);
}

TEST(Front, TwoPointsByHand) {
    // Errors 0.1 at 80 bytes and 0.5 at 40, against 1 and 100.
    EXPECT_DOUBLE_EQ(hypervolume({{0.1, 80}, {0.5, 40}}, {1, 100}), 0.9 * 20 + 0.5 * 40);
}

TEST(Front, UnbeatenAreThoseThatNobodyDominates) {
    SplitMix random(2);
    for (int round = 0; round < 200; ++round) {
        const auto points = randomPoints(12, 3, 4, random);
        const auto front = unbeatenOf(points);
        const auto ranks = ranksOf(points);
        for (std::size_t p = 0; p < points.size(); ++p) {
            bool isBeaten = false, isRepeated = false;
            std::size_t deepest = 0;
            for (std::size_t q = 0; q < points.size(); ++q) {
                if (dominates(points[q], points[p])) {
                    isBeaten = true;
                    deepest = std::max(deepest, ranks[q] + 1);
                }
                isRepeated = isRepeated || (q < p && points[q] == points[p]);
            }
            EXPECT_EQ(std::ranges::count(front, p), isBeaten || isRepeated ? 0 : 1);
            // Behind exactly those that dominate it.
            EXPECT_EQ(ranks[p], deepest);
        }
    }
}

TEST(Front, CrowdingIsTheSumOfGaps) {
    const auto crowding = crowdingOf({{0, 10}, {1, 6}, {4, 5}, {10, 0}});
    EXPECT_TRUE(std::isinf(crowding[0]));
    EXPECT_DOUBLE_EQ(crowding[1], 4.0 / 10 + 5.0 / 10);
    EXPECT_DOUBLE_EQ(crowding[2], 9.0 / 10 + 6.0 / 10);
    EXPECT_TRUE(std::isinf(crowding[3]));
    EXPECT_TRUE(crowdingOf({}).empty());
}

TEST(Front, OnlyWhatFitsAndIsScored) {
    std::vector<Evaluated> all;
    const auto add = [&all](Bytes arena, std::optional<double> score, double excess,
                            const std::string& refused) {
        Evaluated one{.index = static_cast<std::int64_t>(all.size())};
        one.outcome = {.refused = refused, .arenaBytes = arena, .excess = excess, .score = score};
        all.push_back(one);
    };
    add(100, 0.9, 0, "");
    add(50, 0.99, 0.1, "");
    add(50, 0.99, 0, "no kernel");
    add(60, std::nullopt, 0, "");
    add(80, 0.7, 0, "");
    add(90, 0.6, 0, "");
    const Scale scale{.objectives = {Objective::Score, Objective::Arena}, .bounds = {1, 1}};
    const auto front = frontOf(all, scale);
    ASSERT_EQ(front.size(), 2U);
    EXPECT_EQ(front[0].index, 4);
    EXPECT_EQ(front[1].index, 0);
}

TEST(Front, ThinningKeepsTheEnds) {
    std::vector<Evaluated> all;
    for (int i = 0; i <= 20; ++i) {
        Evaluated one{.index = i};
        one.outcome = {.arenaBytes = i, .score = 0.01 * i};
        all.push_back(one);
    }
    const Scale scale{.objectives = {Objective::Score, Objective::Arena}, .bounds = {1, 1}};
    const auto front = thinned(frontOf(all, scale), scale, 5);
    ASSERT_EQ(front.size(), 5U);
    EXPECT_EQ(front.front().index, 0);
    EXPECT_EQ(front.back().index, 20);
}

TEST(Fitness, IsTheFormulaOfTheSource) {
    // - max(min(0.2 / 0.1, 10) / 0.5, min(30 / 60, 10) / 0.1)
    EXPECT_DOUBLE_EQ(fitnessOf(Costs{0.2, 30}, Costs{0.1, 60}, Costs{0.5, 0.1}), -5);
    EXPECT_DOUBLE_EQ(fitnessOf(Costs{0.2, 30}, Costs{0.1, 60}, Costs{0.2, 0.9}), -10);
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    EXPECT_DOUBLE_EQ(fitnessOf(Costs{kInfinity, 1}, Costs{0.1, 60}, Costs{0.5, 1}), -20);
}

TEST(Outcome, CostsFollowTheObjectives) {
    const Outcome outcome{
        .arenaBytes = 5, .flashBytes = 6, .macs = 7, .latencyMs = 8, .score = 0.75};
    Scale scale{.objectives = {Objective::Latency, Objective::Score, Objective::Energy}};
    EXPECT_EQ(costsOf(outcome, scale), (Costs{8, 0.25, std::numeric_limits<double>::infinity()}));
    scale.isErrorScore = true;
    EXPECT_EQ(costsOf(outcome, scale)[1], 0.75);
}

}  // namespace
}  // namespace thimble::search
