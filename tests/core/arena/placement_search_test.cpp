// The search alone, without the heuristics that answer most small problems before it.

#include "core/arena/placement_search.h"

#include <gtest/gtest.h>

#include <numeric>

#include "tests/core/arena/placement_oracle.h"
#include "tests/core/arena/random_problem.h"

namespace thimble {
namespace {

using test::existsPlan;
using test::ProblemShape;
using test::randomProblem;
using test::randomTiling;

/// Only the buffers of one part.
ArenaProblem problemOf(const ArenaProblem& whole, const Packing& part) {
    ArenaProblem problem;
    for (const PackingItem& item : part.items)
        problem.buffers.push_back(whole.buffers[item.buffer]);
    return problem;
}

void expectValid(const Packing& part, const std::vector<Bytes>& offsets, Bytes capacity) {
    for (std::size_t i = 0; i < part.items.size(); ++i) {
        const PackingItem& a = part.items[i];
        EXPECT_GE(offsets[i], 0);
        EXPECT_LE(offsets[i] + a.bytes, capacity);
        if (a.fixed >= 0) EXPECT_EQ(offsets[i], a.fixed);
        for (std::size_t k = 0; k < i; ++k) {
            const PackingItem& b = part.items[k];
            EXPECT_TRUE(a.last <= b.first || b.last <= a.first ||
                        offsets[i] + a.bytes <= offsets[k] || offsets[k] + b.bytes <= offsets[i]);
        }
    }
}

/// Restarts with few nodes at a time, so that what was learned in one run is used in the next.
Verdict searchInSlices(PlacementSearch& search, std::size_t items, bool avoidDeadEnds,
                       std::mt19937& random) {
    PlacementStrategy strategy;
    strategy.rank.resize(items);
    strategy.avoidDeadEnds = avoidDeadEnds;
    Verdict verdict = Verdict::Undecided;
    for (std::int64_t nodes = 1; verdict == Verdict::Undecided; nodes += 1 + nodes / 4) {
        std::iota(strategy.rank.begin(), strategy.rank.end(), 0U);
        std::shuffle(strategy.rank.begin(), strategy.rank.end(), random);
        verdict = search.run(strategy, nodes, [] { return true; });
    }
    return verdict;
}

struct SearchCase {
    const char* name;
    ProblemShape shape;
    bool fixed;
};

const SearchCase kSearchCases[] = {
    {"few steps", {.buffers = 8, .steps = 4, .bytes = 4}, false},
    {"many steps", {.buffers = 9, .steps = 8, .bytes = 5}, false},
    {"fixed buffers", {.buffers = 7, .steps = 6, .bytes = 4}, true},
};

TEST(PlacementSearch, AgreesWithTheOracleAtEveryCapacity) {
    int tight = 0;  // problems whose lowest plan is above the load
    for (const SearchCase& row : kSearchCases) {
        SCOPED_TRACE(row.name);
        std::mt19937 random(5);
        for (int round = 0; round < 5000 && !HasFailure(); ++round) {
            ArenaProblem whole = randomProblem(random, row.shape);
            for (ArenaBuffer& buffer : whole.buffers)
                if (row.fixed && random() % 4 == 0)
                    buffer.fixedOffset = static_cast<Bytes>(random() % 9);
            for (const Packing& part : splitInTime(whole)) {
                const Bytes load = std::ranges::max(part.load);
                const ArenaProblem problem = problemOf(whole, part);
                for (Bytes capacity = std::max<Bytes>(load - 1, 0); capacity < load + 3;
                     ++capacity) {
                    const bool exists = existsPlan(problem, capacity);
                    tight += !exists && capacity >= load ? 1 : 0;
                    PlacementSearch search(part, capacity);
                    for (const bool avoidDeadEnds : {true, false}) {
                        const Verdict verdict =
                            searchInSlices(search, part.items.size(), avoidDeadEnds, random);
                        EXPECT_EQ(verdict, exists ? Verdict::Fits : Verdict::DoesNotFit);
                        if (verdict == Verdict::Fits) expectValid(part, search.offsets(), capacity);
                    }
                }
            }
        }
    }
    EXPECT_GT(tight, 1000);
}

TEST(PlacementSearch, FindsTheTilingThatIsThere) {
    std::mt19937 random(6);
    for (int round = 0; round < 300 && !HasFailure(); ++round) {
        constexpr Bytes kHeight = 60;
        ArenaProblem problem = randomTiling(random, 12 + random() % 24, 12, kHeight);
        if (round % 3 == 0) problem.buffers.pop_back();  // some slack
        const std::vector<Packing> parts = splitInTime(problem);
        for (const Packing& part : parts) {
            PlacementSearch search(part, kHeight);
            EXPECT_EQ(searchInSlices(search, part.items.size(), round % 2 == 0, random),
                      Verdict::Fits);
            expectValid(part, search.offsets(), kHeight);
        }
    }
}

TEST(PlacementState, TheKeyTellsHowLowTheRestCanGoAndComesBack) {
    const ArenaProblem problem{
        {{.bytes = 2, .live = {0, 2}}, {.bytes = 3, .live = {1, 3}}, {.bytes = 4, .live = {2, 4}}}};
    const std::vector<Packing> parts = splitInTime(problem);
    ASSERT_EQ(parts.size(), 1U);
    PlacementState state(parts[0], 20);
    ASSERT_TRUE(state.reset());
    const StateKey empty = state.key(0, parts[0].sections);
    ASSERT_TRUE(state.leaveGap(0));  // nothing placed, but none of section 0 lies at the bottom
    const StateKey gap = state.key(0, parts[0].sections);
    EXPECT_NE(gap, empty);
    const std::size_t mark = state.mark();
    ASSERT_TRUE(state.place(2));
    EXPECT_NE(state.key(0, parts[0].sections), gap);
    state.takeBack(mark);
    EXPECT_EQ(state.key(0, parts[0].sections), gap);
    state.takeBack(0);
    EXPECT_EQ(state.key(0, parts[0].sections), empty);
    EXPECT_EQ(state.floor(0), 0);
}

TEST(SplitInTime, KeepsTheSectionsThatMatter) {
    // a |=====|       d starts after all others have ended: a part of its own.
    // b    |====|
    // c       |==|
    // d             |=|
    const ArenaProblem problem{{{.bytes = 12, .live = {0, 3}},
                                {.bytes = 8, .live = {2, 5}},
                                {.bytes = 16, .live = {4, 6}},
                                {.bytes = 4, .live = {6, 7}},
                                {.bytes = 0, .live = {0, 7}},
                                {.bytes = 9, .live = {3, 3}}}};
    const std::vector<Packing> parts = splitInTime(problem);
    ASSERT_EQ(parts.size(), 2U);
    EXPECT_EQ(parts[0].sections, 2);
    EXPECT_EQ(parts[0].load, (std::vector<Bytes>{20, 24}));
    EXPECT_EQ(parts[0].unit, 4);
    EXPECT_EQ(parts[0].items[1].first, 0);
    EXPECT_EQ(parts[0].items[1].last, 2);
    EXPECT_EQ(parts[1].items.size(), 1U);
    EXPECT_EQ(parts[1].items[0].buffer, 3U);
}

}  // namespace
}  // namespace thimble
