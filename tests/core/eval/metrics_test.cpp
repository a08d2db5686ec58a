#include "core/eval/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace thimble::eval {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;
using Values = std::vector<double>;

TEST(Metrics, HaveNames) {
    for (const Metric metric : {Metric::Auto, Metric::Top1, Metric::Auc, Metric::Mse})
        EXPECT_EQ(findMetric(metricName(metric)), metric);
    EXPECT_EQ(findMetric("top5"), std::nullopt);
}

TEST(TopClass, IsTheFirstLargest) {
    EXPECT_EQ(topClass(Values{1, 3, 2}), 1U);
    EXPECT_EQ(topClass(Values{1, 3, 3}), 1U);
    EXPECT_EQ(topClass(Values{-4, -4, -4}), 0U);
    EXPECT_EQ(topClass(Values{7}), 0U);
}

TEST(TopMargin, SaysHowClearTheAnswerIs) {
    EXPECT_EQ(topMargin(Values{1, 3, 2}, 1), 1);
    EXPECT_EQ(topMargin(Values{1, 3, 2}, 0), -2);
    EXPECT_EQ(topMargin(Values{3, 3}, 1), 0);
    EXPECT_EQ(topMargin(Values{-5, -2}, 0), -3);
    EXPECT_EQ(topMargin(Values{7}, 0), 0);
}

TEST(Confusion, CountsLabelsByAnswer) {
    Confusion confusion(3);
    confusion.add(0, 0);
    confusion.add(0, 2);
    confusion.add(2, 2);
    confusion.add(2, 2);
    EXPECT_THAT(confusion.counts(),
                ElementsAre(ElementsAre(1, 0, 1), ElementsAre(0, 0, 0), ElementsAre(0, 0, 2)));
    EXPECT_EQ(confusion.correct(), 3);
    EXPECT_EQ(confusion.total(), 4);
}

TEST(AreaUnderCurve, OfHandfulsCountedByHand) {
    struct Case {
        const char* name;
        Values negative, positive;
        double area;
    };
    const Case cases[] = {
        {"apart", {1, 2}, {3, 4}, 1},
        {"the wrong way round", {3, 4}, {1, 2}, 0},
        {"one pair of four wrong", {1, 3}, {2, 4}, 0.75},
        {"one pair of six tied", {1, 2}, {2, 3, 4}, 5.5 / 6},
        {"all tied", {5, 5, 5}, {5, 5}, 0.5},
        {"duplicates", {0, 1, 1, 2}, {1, 1, 3}, (2 + 2 + 4) / 12.0},
    };
    for (const Case& c : cases) {
        SCOPED_TRACE(c.name);
        std::vector<ScoredSample> samples;
        for (const double score : c.positive) samples.push_back({score, true});
        for (const double score : c.negative) samples.push_back({score, false});
        EXPECT_THAT(areaUnderCurve(samples), Optional(DoubleEq(c.area)));
    }
}

TEST(AreaUnderCurve, NeedsBothClasses) {
    EXPECT_EQ(areaUnderCurve({}), std::nullopt);
    EXPECT_EQ(areaUnderCurve(std::vector<ScoredSample>{{1, true}, {2, true}}), std::nullopt);
    EXPECT_THAT(rankMargins(std::vector<ScoredSample>{{1, false}}), IsEmpty());
}

TEST(AreaUnderCurve, IsTheCountOfAllPairs) {
    std::mt19937 random(3);
    for (int round = 0; round < 50; ++round) {
        std::vector<ScoredSample> samples{{0, false}, {1, true}};
        for (int i = 0; i < 20; ++i)
            samples.push_back({static_cast<double>(random() % 8), random() % 3 == 0});
        double pairs = 0;
        double won = 0;
        for (const ScoredSample& p : samples)
            for (const ScoredSample& n : samples)
                if (p.isPositive && !n.isPositive) {
                    ++pairs;
                    won += p.score > n.score ? 1 : p.score == n.score ? 0.5 : 0;
                }
        EXPECT_THAT(areaUnderCurve(samples), Optional(DoubleEq(won / pairs)));
    }
}

TEST(RankMargins, SayWhichSamplesCostTheArea) {
    const std::vector<ScoredSample> samples = {{1, false}, {3, false}, {2, true}, {3, true}};
    EXPECT_THAT(rankMargins(samples), ElementsAre(1, 0.25, 0.5, 0.75));
    EXPECT_THAT(areaUnderCurve(samples), Optional(DoubleEq((0.5 + 0.75) / 2)));
}

TEST(MeanSquaredError, IsTheMeanOfSquares) {
    EXPECT_EQ(meanSquaredError(Values{1, 2, 3}, Values{1, 2, 3}), 0);
    EXPECT_EQ(meanSquaredError(Values{1, 2, 3, 4}, Values{2, 2, 0, 4}), 2.5);
}

}  // namespace
}  // namespace thimble::eval
