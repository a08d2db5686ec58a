#include "core/arena/arena_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace thimble {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(GreedyBySize, PlacesTheLargestFirst) {
    const ArenaProblem problem{{{.bytes = 16, .live = {0, 2}},
                                {.bytes = 64, .live = {1, 3}},
                                {.bytes = 32, .live = {2, 4}}}};
    const ArenaPlan plan = planGreedyBySize(problem);
    EXPECT_THAT(plan.offsets, ElementsAre(64, 0, 64));
    EXPECT_EQ(plan.arenaBytes, 96);
    EXPECT_THAT(checkArenaPlan(problem, plan), IsEmpty());
}

TEST(GreedyBySize, OfEqualSizesTheLaterComesFirst) {
    const ArenaProblem problem{{{.bytes = 16, .live = {0, 2}}, {.bytes = 16, .live = {1, 3}}}};
    EXPECT_THAT(planGreedyBySize(problem).offsets, ElementsAre(16, 0));
}

TEST(GreedyBySize, FillsGapsAroundFixedBuffers) {
    const ArenaProblem problem{{{.bytes = 16, .live = {0, 4}, .fixedOffset = 32},
                                {.bytes = 32, .live = {0, 4}},
                                {.bytes = 48, .live = {0, 4}}}};
    const ArenaPlan plan = planGreedyBySize(problem);
    EXPECT_THAT(plan.offsets, ElementsAre(32, 0, 48));
    EXPECT_THAT(checkArenaPlan(problem, plan), IsEmpty());
}

TEST(GreedyBySize, AnEmptyProblemNeedsNothing) {
    EXPECT_EQ(planGreedyBySize({}).arenaBytes, 0);
    EXPECT_EQ(arenaLowerBound({}), 0);
}

TEST(GreedyBySize, IsValidAndNotBelowTheBoundOnRandomProblems) {
    std::mt19937 random(11);
    for (int round = 0; round < 300; ++round) {
        ArenaProblem problem;
        for (unsigned long i = 0, count = 1 + random() % 40; i < count; ++i) {
            const auto first = static_cast<std::int32_t>(random() % 20);
            const auto length = static_cast<std::int32_t>(1 + random() % 10);
            problem.buffers.push_back({.bytes = static_cast<Bytes>(16 * (random() % 64)),
                                       .live = {first, first + length}});
        }
        const ArenaPlan plan = planGreedyBySize(problem);
        EXPECT_THAT(checkArenaPlan(problem, plan), IsEmpty());
        EXPECT_GE(plan.arenaBytes, arenaLowerBound(problem));
    }
}

TEST(CheckArenaPlan, SeesEveryKindOfFault) {
    const ArenaProblem problem{{{.bytes = 16, .live = {0, 2}},
                                {.bytes = 16, .live = {1, 3}},
                                {.bytes = 16, .live = {5, 6}, .fixedOffset = 16}}};
    EXPECT_THAT(checkArenaPlan(problem, {{0, 16, 16}, 32}), IsEmpty());
    EXPECT_THAT(checkArenaPlan(problem, {{0, 8, 16}, 32}), Contains(HasSubstr("0 and 1 overlap")));
    EXPECT_THAT(checkArenaPlan(problem, {{0, 16, 16}, 31}),
                Contains(HasSubstr("leaves the arena")));
    EXPECT_THAT(checkArenaPlan(problem, {{-16, 16, 16}, 32}),
                Contains(HasSubstr("leaves the arena")));
    EXPECT_THAT(checkArenaPlan(problem, {{0, 16, 0}, 32}), Contains(HasSubstr("fixed")));
    EXPECT_THAT(checkArenaPlan(problem, {{0, 16}, 32}), Contains(HasSubstr("2 offsets")));
    EXPECT_THAT(checkArenaPlan(problem, {{0, 16, 16}, 32, {0, 0, 0}}),
                Contains(HasSubstr("3 regions")));
}

TEST(CheckArenaPlan, SeesMisalignedBuffersAndCountsWholeMultiples) {
    const ArenaProblem problem{{{.bytes = 10, .live = {0, 2}}, {.bytes = 16, .live = {1, 3}}}, 16};
    EXPECT_THAT(checkArenaPlan(problem, {{0, 16}, 32}), IsEmpty());
    EXPECT_THAT(checkArenaPlan(problem, {{0, 24}, 40}), Contains(HasSubstr("not aligned")));
    EXPECT_THAT(checkArenaPlan(problem, {{16, 0}, 26}), Contains(HasSubstr("leaves the arena")));
    EXPECT_THAT(checkArenaPlan(problem, {{0, 10}, 32}), Contains(HasSubstr("overlap")));
}

TEST(CheckArenaPlan, SeesFaultsOfRegions) {
    ArenaProblem problem{{{.bytes = 16, .live = {0, 2}}, {.bytes = 16, .live = {1, 3}}}};
    problem.regions = {{16}};
    EXPECT_THAT(checkArenaPlan(problem, {{0, 16}, 32}), Contains(HasSubstr("leaves region 0")));
    problem.regions = {{16}, {64}};
    problem.buffers[0].regions = 0b01;
    EXPECT_THAT(checkArenaPlan(problem, {{0, 0}, 32, {0, 1}}), IsEmpty());
    EXPECT_THAT(checkArenaPlan(problem, {{0, 0}, 16, {0, 1}}), Contains(HasSubstr("32 bytes")));
    EXPECT_THAT(checkArenaPlan(problem, {{0, 0}, 32, {0, 0}}), Contains(HasSubstr("overlap")));
    EXPECT_THAT(checkArenaPlan(problem, {{0, 0}, 32, {1, 0}}), Contains(HasSubstr("may not be")));
    EXPECT_THAT(checkArenaPlan(problem, {{8, 0}, 40, {0, 1}}), Contains(HasSubstr("region 0")));
    EXPECT_THAT(checkArenaPlan(problem, {{0, 0}, 32, {0, 2}}), Contains(HasSubstr("no region")));
    EXPECT_THAT(checkArenaPlan(problem, {{0, 0}, 32, {0, ArenaPlan::kNowhere}}),
                Contains(HasSubstr("no region")));
    EXPECT_THAT(checkArenaPlan(problem, {{0, 0}, 32}), Contains(HasSubstr("0 regions")));
}

TEST(CheckArenaPlan, CountsWhatItDoesNotList) {
    ArenaProblem problem;
    problem.buffers.resize(200, {.bytes = 16, .live = {0, 1}});
    const ArenaPlan plan{std::vector<Bytes>(200, 0), 16};
    const auto faults = checkArenaPlan(problem, plan);
    ASSERT_EQ(faults.size(), 101U);
    EXPECT_EQ(faults.back(), "and 19800 more");
}

TEST(BestFit, TakesTheSmallestGapWithRoom) {
    const ArenaProblem problem{{{.bytes = 16, .live = {0, 4}, .fixedOffset = 48},
                                {.bytes = 16, .live = {0, 4}, .fixedOffset = 80},
                                {.bytes = 16, .live = {0, 4}}}};
    EXPECT_THAT(planGreedyBySize(problem).offsets, ElementsAre(48, 80, 0));
    EXPECT_THAT(planBestFit(problem).offsets, ElementsAre(48, 80, 64));
}

TEST(ArenaLowerBound, IsTheMostAliveAtOnce) {
    const ArenaProblem problem{{{.bytes = 16, .live = {0, 2}},
                                {.bytes = 32, .live = {1, 3}},
                                {.bytes = 64, .live = {2, 3}},
                                {.bytes = 500, .live = {4, 4}}}};
    EXPECT_EQ(arenaLowerBound(problem), 96);
}

}  // namespace
}  // namespace thimble
