#include "core/search/run_search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <set>

#include "core/search/front.h"
#include "tests/core/search/toy.h"

namespace thimble::search {
namespace {

using test::toyScale;
using test::toySearch;
using test::toySetup;
using test::toyWork;

TEST(RunSearch, AnyNumberOfThreadsFindsTheSame) {
    for (const AlgorithmInfo& info : kAlgorithms) {
        SCOPED_TRACE(info.name);
        const std::string name(info.name);
        const SearchAnswer one = toySearch(name, 1, 120, 3);
        const SearchAnswer five = toySearch(name, 5, 120, 3, 900);
        const SearchAnswer many = toySearch(name, 23, 120, 3, 300);
        EXPECT_FALSE(one.front.empty());
        EXPECT_EQ(one.evaluations, five.evaluations);
        EXPECT_EQ(one.evaluations, many.evaluations);
        EXPECT_EQ(one.front, five.front);
        EXPECT_EQ(one.discarded, many.discarded);
        EXPECT_EQ(one.reason, many.reason);
    }
}

TEST(RunSearch, SeedsMatter) {
    EXPECT_NE(toySearch("evolution", 1, 60, 1).evaluations,
              toySearch("evolution", 1, 60, 2).evaluations);
}

TEST(RunSearch, NothingIsEvaluatedTwice) {
    for (const AlgorithmInfo& info : kAlgorithms) {
        SCOPED_TRACE(info.name);
        std::set<Genome> seen;
        for (const Evaluated& one : toySearch(std::string(info.name), 2, 200).evaluations)
            EXPECT_TRUE(seen.insert(one.genome).second);
    }
}

/// What is dominated of the box up to all channels.
double volumeOf(const SearchAnswer& answer) {
    const Outcome whole = test::toyOutcome(wholeModel(test::toySpace()));
    Costs reference = {1, static_cast<double>(whole.arenaBytes), static_cast<double>(whole.macs)};
    std::vector<Costs> points;
    for (const Evaluated& one : answer.evaluations)
        points.push_back(costsOf(one.outcome, toyScale()));
    std::vector<Costs> front;
    for (const std::size_t p : unbeatenOf(points)) front.push_back(points[p]);
    return hypervolume(front, reference);
}

TEST(RunSearch, WhoLearnsFindsMoreThanWhoDraws) {
    double random = 0, evolution = 0, nsga = 0;
    for (const std::uint64_t seed : {1, 2, 3, 4, 5}) {
        random += volumeOf(toySearch("random", 4, 400, seed));
        evolution += volumeOf(toySearch("evolution", 4, 400, seed));
        nsga += volumeOf(toySearch("nsga2", 4, 400, seed));
    }
    EXPECT_GT(evolution, 1.02 * random);
    EXPECT_GT(nsga, 1.08 * random);
}

TEST(RunSearch, TheDescentEndsWhenNothingIsLeft) {
    const SearchAnswer answer = toySearch("descent", 3, 1000);
    EXPECT_EQ(answer.reason, EndReason::Exhausted);
    EXPECT_EQ(answer.evaluations.size(), 16U + 32 + 8 + 64 - 3);
    EXPECT_EQ(answer.evaluations.front().genome, wholeModel(test::toySpace()));
    EXPECT_EQ(answer.evaluations.back().genome.counts, (std::vector<std::int32_t>{1, 1, 1, 1}));
}

TEST(RunSearch, TheStartComesFirstAndTheScreenIsAsked) {
    for (const char* name : {"evolution", "nsga2"}) {
        SCOPED_TRACE(name);
        search::Setup setup = toySetup();
        setup.start = {{.counts = {1, 2, 3, 4}}, {.counts = {4, 3, 2, 1}}};
        setup.mayFit = [](const Genome& genome) { return genome.counts[3] <= 32; };
        const auto algorithm = findAlgorithm(name)->make(setup);
        const auto workers = threadWorkers(2, toyWork());
        Memory memory;
        const auto answer =
            runSearch(*algorithm, toyScale(), {.evaluations = 90}, *workers, memory);
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->evaluations[0].genome, setup.start[0]);
        EXPECT_EQ(answer->evaluations[1].genome, setup.start[1]);
        for (const Evaluated& one : answer->evaluations) EXPECT_LE(one.genome.counts[3], 32);
        EXPECT_GT(answer->discarded, 5);
    }
}

TEST(RunSearch, BeyondTheLimitsIsNeverOnTheFrontButLeadsBackThere) {
    // Almost nothing that is drawn fits.
    for (const char* name : {"evolution", "nsga2"}) {
        SCOPED_TRACE(name);
        const auto algorithm = findAlgorithm(name)->make(toySetup());
        const auto workers = threadWorkers(2, toyWork(0, 250));
        Memory memory;
        const auto answer =
            runSearch(*algorithm, toyScale(), {.evaluations = 300}, *workers, memory);
        ASSERT_TRUE(answer);
        ASSERT_FALSE(answer->front.empty());
        for (const FrontPoint& point : answer->front)
            EXPECT_LE(point.evaluated.outcome.arenaBytes, 250);
        const auto fitting = [&](std::size_t first, std::size_t end) {
            int count = 0;
            for (std::size_t i = first; i < end; ++i)
                count += answer->evaluations[i].outcome.fits() ? 1 : 0;
            return count;
        };
        EXPECT_GT(fitting(200, 300), 2 * fitting(0, 20) + 20);
    }
}

TEST(RunSearch, TheFrontIsTestedAndUnbeaten) {
    const SearchAnswer answer = toySearch("evolution", 3);
    ASSERT_FALSE(answer.front.empty());
    EXPECT_LE(answer.front.size(), 20U);
    for (const FrontPoint& point : answer.front) {
        ASSERT_TRUE(point.testScore);
        EXPECT_DOUBLE_EQ(*point.testScore, *point.evaluated.outcome.score * 0.99);
        for (const Evaluated& other : answer.evaluations)
            EXPECT_FALSE(dominates(costsOf(other.outcome, toyScale()),
                                   costsOf(point.evaluated.outcome, toyScale())));
    }
}

TEST(RunSearch, WhatItBeganWithIsTestedWhateverItsScore) {
    search::Setup setup = toySetup();
    setup.start = {{.counts = {1, 2, 3, 4}}, {.counts = {4, 3, 2, 1}}};
    const auto algorithm = findAlgorithm("evolution")->make(setup);
    // The test thinks otherwise of the first.
    const auto workers = threadWorkers(2, [&](const Task& task) -> Result<std::optional<Outcome>> {
        Outcome outcome = test::toyOutcome(task.genome);
        if (task.kind == Task::Kind::Test && task.genome == setup.start[0]) outcome.score = 1;
        return outcome;
    });
    Memory memory;
    const auto answer =
        runSearch(*algorithm, toyScale(), {.evaluations = 200, .finalists = 10, .started = 2},
                  *workers, memory);
    ASSERT_TRUE(answer);
    const auto isFirst = [](const FrontPoint& point) { return point.evaluated.index == 0; };
    EXPECT_TRUE(std::ranges::any_of(answer->front, isFirst));
}

TEST(RunSearch, StoppedItKeepsWhatItHas) {
    std::stop_source stop;
    const auto algorithm = findAlgorithm("evolution")->make(toySetup());
    const auto workers = threadWorkers(3, toyWork(500));
    Memory memory;
    const auto answer = runSearch(*algorithm, toyScale(), {.evaluations = 500}, *workers, memory,
                                  {stop.get_token(), [&stop](const SearchState& state) {
                                       if (state.evaluated == 50) stop.request_stop();
                                   }});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->reason, EndReason::Cancelled);
    EXPECT_GE(answer->evaluations.size(), 40U);
    EXPECT_LT(answer->evaluations.size(), 60U);
    ASSERT_FALSE(answer->front.empty());
    EXPECT_FALSE(answer->front[0].testScore);
    // The beginning of the search that is not stopped.
    const auto whole = toySearch("evolution", 1, 60).evaluations;
    for (std::size_t i = 0; i < answer->evaluations.size(); ++i)
        EXPECT_EQ(answer->evaluations[i], whole[i]);
}

TEST(RunSearch, AnErrorOfTheWorkEndsIt) {
    const auto algorithm = findAlgorithm("random")->make(toySetup());
    std::atomic<int> asked = 0;
    const auto workers =
        threadWorkers(3, [&asked](const Task& task) -> Result<std::optional<Outcome>> {
            if (++asked >= 10 || task.number == 9) return fail(ErrorCode::Io, "disk full");
            return test::toyOutcome(task.genome);
        });
    Memory memory;
    const auto answer = runSearch(*algorithm, toyScale(), {.evaluations = 100}, *workers, memory);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().message, "disk full");
    EXPECT_LT(asked, 20);
}

TEST(RunSearch, WhatTheWorkThrowsIsAnError) {
    const auto algorithm = findAlgorithm("random")->make(toySetup());
    const auto workers = threadWorkers(
        2, [](const Task&) -> Result<std::optional<Outcome>> { throw std::bad_alloc(); });
    Memory memory;
    const auto answer = runSearch(*algorithm, toyScale(), {.evaluations = 4}, *workers, memory);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().message, "out of memory");
}

}  // namespace
}  // namespace thimble::search
