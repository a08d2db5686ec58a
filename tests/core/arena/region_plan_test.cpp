#include "core/arena/region_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/arena/optimal_plan.h"
#include "tests/core/arena/placement_oracle.h"
#include "tests/core/arena/random_problem.h"

namespace thimble {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// The oracle: every region, or none, for every buffer.
Bytes leastDisplaced(const ArenaProblem& problem, std::vector<std::int32_t>& regions) {
    if (regions.size() < problem.buffers.size()) {
        Bytes least = std::numeric_limits<Bytes>::max();
        const std::uint32_t allowed = problem.buffers[regions.size()].regions;
        const auto count = static_cast<std::int32_t>(problem.regions.size());
        for (std::int32_t r = ArenaPlan::kNowhere; r < count; ++r) {
            if (r != ArenaPlan::kNowhere && (allowed >> r & 1U) == 0) continue;
            regions.push_back(r);
            least = std::min(least, leastDisplaced(problem, regions));
            regions.pop_back();
        }
        return least;
    }
    for (std::size_t r = 0; r < problem.regions.size(); ++r) {
        ArenaProblem one{.alignment = problem.alignment};
        for (std::size_t i = 0; i < regions.size(); ++i)
            if (regions[i] == static_cast<std::int32_t>(r))
                one.buffers.push_back(problem.buffers[i]);
        if (!test::existsPlan(one, problem.regions[r].bytes))
            return std::numeric_limits<Bytes>::max();
    }
    return displacedBytes(problem, {{}, 0, regions});
}

TEST(FindRegionPlan, MovesAsFewBytesAsPossible) {
    ArenaProblem problem{{{.bytes = 64, .live = {0, 2}},
                          {.bytes = 48, .live = {1, 3}},
                          {.bytes = 16, .live = {2, 4}}}};
    problem.regions = {{64}, {1000}};
    const auto result = findRegionPlan(problem);
    EXPECT_THAT(checkArenaPlan(problem, result.best), IsEmpty());
    EXPECT_THAT(result.best.regions, ElementsAre(0, 1, 0));
    EXPECT_EQ(result.lowerBound, 48);
    EXPECT_EQ(result.best.arenaBytes, 64 + 48);
}

TEST(FindRegionPlan, WhatFitsNowhereIsSaid) {
    ArenaProblem problem{{{.bytes = 64, .live = {0, 2}}, {.bytes = 20, .live = {1, 3}}}};
    problem.regions = {{16}, {32}};
    const auto result = findRegionPlan(problem);
    EXPECT_THAT(result.best.regions, ElementsAre(ArenaPlan::kNowhere, 1));
    EXPECT_EQ(result.reason, StopReason::Proven);
    EXPECT_EQ(checkArenaPlan(problem, result.best).size(), 1U);
}

struct RegionCase {
    const char* name;
    test::ProblemShape shape;
    std::vector<ArenaRegion> regions;
    Bytes alignment;
};

const RegionCase kRegionCases[] = {
    {"fast and slow", {.buffers = 6, .steps = 6, .bytes = 5}, {{7}, {12}}, 1},
    {"too small for some", {.buffers = 6, .steps = 4, .bytes = 6}, {{5}, {6}}, 1},
    {"three", {.buffers = 5, .steps = 5, .bytes = 5}, {{4}, {5}, {8}}, 1},
    {"aligned", {.buffers = 5, .steps = 5, .bytes = 9}, {{8}, {16}}, 4},
};

TEST(FindRegionPlan, AgreesWithTheOracleOnRandomProblems) {
    for (const RegionCase& row : kRegionCases) {
        SCOPED_TRACE(row.name);
        std::mt19937 random(3);
        for (int round = 0; round < 400 && !HasFailure(); ++round) {
            ArenaProblem problem = test::randomProblem(random, row.shape);
            problem.alignment = row.alignment;
            problem.regions = row.regions;
            for (ArenaBuffer& buffer : problem.buffers) {
                if (random() % 4 == 0) buffer.regions = 1U << random() % row.regions.size();
                if (random() % 10 == 0) buffer.live.last = buffer.live.first;
                if (random() % 8 == 0)
                    buffer.fixedOffset = static_cast<Bytes>(random() % 4) * row.alignment;
            }
            std::vector<std::int32_t> regions;
            const Bytes least = leastDisplaced(problem, regions);
            const auto result = findRegionPlan(problem);
            ASSERT_EQ(result.reason, StopReason::Proven);
            EXPECT_EQ(displacedBytes(problem, result.best), least);
            EXPECT_EQ(result.lowerBound, least);
            if (std::ranges::count(result.best.regions, ArenaPlan::kNowhere) == 0)
                EXPECT_THAT(checkArenaPlan(problem, result.best), IsEmpty());
            for (std::int64_t nodes = 0; nodes < result.nodes; nodes += 1 + nodes / 2) {
                const auto some = findRegionPlan(problem, {.nodes = nodes});
                EXPECT_LE(some.lowerBound, least);
                EXPECT_GE(displacedBytes(problem, some.best), least);
            }
        }
    }
}

}  // namespace
}  // namespace thimble
