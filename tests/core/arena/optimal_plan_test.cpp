#include "core/arena/optimal_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/arena/planners.h"
#include "tests/core/arena/placement_oracle.h"
#include "tests/core/arena/random_problem.h"

namespace thimble {
namespace {

using test::existsPlan;
using test::ProblemShape;
using test::randomProblem;
using testing::IsEmpty;

std::string asText(const ArenaProblem& problem) {
    std::string text;
    for (const ArenaBuffer& b : problem.buffers)
        text += std::to_string(b.bytes) + "@[" + std::to_string(b.live.first) + "," +
                std::to_string(b.live.last) + ")" +
                (b.fixedOffset ? "=" + std::to_string(*b.fixedOffset) : "") + " ";
    return text;
}

/// Valid, proven, as high as it says, and nothing is lower.
void expectOptimal(const ArenaProblem& problem) {
    SCOPED_TRACE(asText(problem));
    const SearchResult<ArenaPlan> result = findOptimalPlan(problem);
    ASSERT_EQ(result.reason, StopReason::Proven);
    if (result.lowerBound == kNoPlan) {
        EXPECT_FALSE(existsPlan(problem, result.best.arenaBytes + 12));
        return;
    }
    EXPECT_THAT(checkArenaPlan(problem, result.best), IsEmpty());
    EXPECT_EQ(result.lowerBound, result.best.arenaBytes);
    EXPECT_GE(result.best.arenaBytes, strongArenaLowerBound(problem));
    EXPECT_GE(strongArenaLowerBound(problem), arenaLowerBound(problem));
    EXPECT_FALSE(existsPlan(problem, result.best.arenaBytes - 1));
}

TEST(FindOptimalPlan, AgreesWithTheOracleOnAllProblemsOfFourBuffers) {
    constexpr std::int32_t kSteps = 3;
    std::vector<ArenaBuffer> kinds;
    for (Bytes bytes = 1; bytes <= 3; ++bytes)
        for (std::int32_t first = 0; first < kSteps; ++first)
            for (std::int32_t last = first + 1; last <= kSteps; ++last)
                kinds.push_back({.bytes = bytes, .live = {first, last}});
    const std::size_t n = kinds.size();
    for (std::size_t a = 0; a < n && !HasFailure(); ++a)
        for (std::size_t b = a; b < n; ++b)
            for (std::size_t c = b; c < n; ++c)
                for (std::size_t d = c; d < n; ++d)
                    expectOptimal({{kinds[a], kinds[b], kinds[c], kinds[d]}});
}

struct RandomCase {
    const char* name;
    ProblemShape shape;
    int rounds;
    Bytes alignment;
    bool fixed;
};

const RandomCase kRandomCases[] = {
    {"few steps", {.buffers = 7, .steps = 4, .bytes = 5}, 3000, 1, false},
    {"many steps", {.buffers = 8, .steps = 9, .bytes = 4}, 3000, 1, false},
    {"odd sizes", {.buffers = 6, .steps = 7, .bytes = 9}, 1500, 1, false},
    {"fixed buffers", {.buffers = 6, .steps = 5, .bytes = 4}, 3000, 1, true},
    {"aligned", {.buffers = 6, .steps = 6, .bytes = 9}, 1500, 4, false},
    {"aligned and fixed", {.buffers = 6, .steps = 6, .bytes = 7}, 1500, 2, true},
};

/// A random problem of the case; every third buffer of a case with fixed ones is fixed.
ArenaProblem drawn(const RandomCase& row, std::mt19937& random) {
    ArenaProblem problem = randomProblem(random, row.shape);
    problem.alignment = row.alignment;
    for (ArenaBuffer& buffer : problem.buffers) {
        if (random() % 40 == 0) buffer.live.last = buffer.live.first;
        if (row.fixed && random() % 3 == 0)
            buffer.fixedOffset = static_cast<Bytes>(random() % 8) * row.alignment;
    }
    return problem;
}

TEST(FindOptimalPlan, AgreesWithTheOracleOnRandomProblems) {
    for (const RandomCase& row : kRandomCases) {
        SCOPED_TRACE(row.name);
        std::mt19937 random(7);
        for (int round = 0; round < row.rounds && !HasFailure(); ++round)
            expectOptimal(drawn(row, random));
    }
}

TEST(FindPlanWithin, FindsAPlanOrProvesThatThereIsNone) {
    for (const RandomCase& row : kRandomCases) {
        SCOPED_TRACE(row.name);
        std::mt19937 random(8);
        for (int round = 0; round < 500 && !HasFailure(); ++round) {
            const ArenaProblem problem = drawn(row, random);
            SCOPED_TRACE(asText(problem));
            const Bytes capacity =
                std::max<Bytes>(arenaLowerBound(problem) + static_cast<Bytes>(random() % 4) - 1, 0);
            const auto result = findPlanWithin(problem, capacity);
            ASSERT_EQ(result.reason, StopReason::Proven);
            const bool fits = result.lowerBound <= capacity;
            EXPECT_EQ(fits, existsPlan(problem, capacity));
            if (!fits) continue;
            EXPECT_THAT(checkArenaPlan(problem, result.best), IsEmpty());
            EXPECT_LE(result.best.arenaBytes, capacity);
        }
    }
}

TEST(FindOptimalPlan, IsTrueWhereverItIsStopped) {
    std::mt19937 random(9);
    for (int round = 0; round < 12 && !HasFailure(); ++round) {
        const ArenaProblem problem =
            randomProblem(random, {.buffers = 30, .steps = 16, .bytes = 9, .unit = 16});
        const auto all = findOptimalPlan(problem);
        ASSERT_EQ(all.reason, StopReason::Proven);
        for (std::int64_t nodes = 0; nodes < all.nodes; nodes += 1 + nodes / 2) {
            SCOPED_TRACE(nodes);
            const auto some = findOptimalPlan(problem, {.nodes = nodes});
            EXPECT_THAT(checkArenaPlan(problem, some.best), IsEmpty());
            EXPECT_LE(some.nodes, nodes);
            EXPECT_LE(some.lowerBound, all.best.arenaBytes);
            EXPECT_GE(some.best.arenaBytes, all.best.arenaBytes);
            EXPECT_EQ(some.reason == StopReason::Proven, some.lowerBound == some.best.arenaBytes);
        }
    }
}

TEST(FindOptimalPlan, CanBeCancelledAndTellsOfItsProgress) {
    std::mt19937 random(10);
    ArenaProblem problem;
    do {
        problem = randomProblem(random, {.buffers = 60, .steps = 30, .bytes = 99});
    } while (planGreedyBySize(problem).arenaBytes == arenaLowerBound(problem) ||
             planBestFit(problem).arenaBytes == arenaLowerBound(problem));
    std::stop_source source;
    int reports = 0;
    const SearchControl control{source.get_token(), [&](const SearchProgress& progress) {
                                    ++reports;
                                    EXPECT_LE(progress.bound, progress.best);
                                    source.request_stop();
                                }};
    const auto result = findOptimalPlan(problem, {}, control);
    EXPECT_GT(reports, 0);
    EXPECT_THAT(checkArenaPlan(problem, result.best), IsEmpty());
    EXPECT_EQ(result.reason == StopReason::Proven, result.best.arenaBytes == result.lowerBound);
}

TEST(FindOptimalPlan, TheSameSeedAndLimitGiveTheSamePlan) {
    std::mt19937 random(11);
    for (int round = 0; round < 20; ++round) {
        const ArenaProblem problem =
            randomProblem(random, {.buffers = 60, .steps = 30, .bytes = 99});
        const auto a = findOptimalPlan(problem, {.nodes = 5000, .seed = 3});
        const auto b = findOptimalPlan(problem, {.nodes = 5000, .seed = 3});
        EXPECT_EQ(a.best, b.best);
        EXPECT_EQ(a.nodes, b.nodes);
    }
}

TEST(FindOptimalPlan, FixedBuffersThatClashHaveNoPlan) {
    const ArenaProblem overlapping{{{.bytes = 16, .live = {0, 2}, .fixedOffset = 0},
                                    {.bytes = 16, .live = {1, 3}, .fixedOffset = 8}}};
    EXPECT_EQ(findOptimalPlan(overlapping).lowerBound, kNoPlan);
    EXPECT_GT(findPlanWithin(overlapping, 1000).lowerBound, 1000);
    const ArenaProblem misaligned{{{.bytes = 16, .live = {0, 2}, .fixedOffset = 8}}, 16};
    EXPECT_EQ(findOptimalPlan(misaligned).lowerBound, kNoPlan);
}

TEST(FindOptimalPlan, LargeEasyProblemsTakeNoTime) {
    ArenaProblem chain;
    for (std::int32_t i = 0; i < 5000; ++i)
        chain.buffers.push_back({.bytes = 16 + i * 7919 % 4096 * 16, .live = {i, i + 3}});
    for (std::int32_t i = 0; i < 20; ++i)
        chain.buffers.push_back({.bytes = 64, .live = {i * 10, 5000 - i}});
    const auto result = findOptimalPlan(chain, {.nodes = 200'000});
    EXPECT_THAT(checkArenaPlan(chain, result.best), IsEmpty());
    EXPECT_LE(result.lowerBound, result.best.arenaBytes);
}

TEST(FindOptimalPlan, TooManyBuffersAliveTogetherAreNotSearched) {
    // Nested live ranges, of which every second meets nearly all others.
    ArenaProblem nested;
    for (std::int32_t i = 0; i < 6000; ++i)
        nested.buffers.push_back(
            {.bytes = 16 + i * 7919 % 4099,
             .live = i % 2 != 0 ? LiveRange{i / 2, 12000 - i} : LiveRange{i, i + 3}});
    const auto result = findOptimalPlan(nested);
    EXPECT_LE(result.lowerBound, result.best.arenaBytes);
    EXPECT_EQ(result.reason == StopReason::Proven, result.lowerBound == result.best.arenaBytes);
}

TEST(ArenaPlanners, AllGiveValidPlansAndTrueBounds) {
    std::mt19937 random(12);
    for (int round = 0; round < 100; ++round) {
        const ArenaProblem problem =
            randomProblem(random, {.buffers = 25, .steps = 12, .bytes = 20});
        const Bytes least = findOptimalPlan(problem).best.arenaBytes;
        for (const ArenaPlanner& planner : arenaPlanners()) {
            SCOPED_TRACE(planner.name);
            const auto result = planner.plan(problem, {}, {});
            EXPECT_THAT(checkArenaPlan(problem, result.best), IsEmpty());
            EXPECT_LE(result.lowerBound, least);
            EXPECT_GE(result.best.arenaBytes, least);
            if (planner.exact) EXPECT_EQ(result.reason, StopReason::Proven);
        }
    }
}

TEST(StrongArenaLowerBound, SeesWhatCannotGoBelowAFixedBuffer) {
    const ArenaProblem problem{{{.bytes = 8, .live = {0, 2}, .fixedOffset = 16},
                                {.bytes = 32, .live = {1, 3}},
                                {.bytes = 64, .live = {5, 5}}}};
    EXPECT_EQ(arenaLowerBound(problem), 40);
    EXPECT_EQ(strongArenaLowerBound(problem), 64);
    const ArenaProblem without{{problem.buffers[0], problem.buffers[1]}};
    EXPECT_EQ(strongArenaLowerBound(without), 56);
    EXPECT_EQ(findOptimalPlan(without).best.arenaBytes, 56);
}

}  // namespace
}  // namespace thimble
