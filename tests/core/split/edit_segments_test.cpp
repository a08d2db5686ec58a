#include "core/split/edit_segments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/split/row_plan.h"
#include "tests/core/split/random_rows.h"

namespace thimble::split {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

using Segments = std::vector<Segment>;

/// Rows through all but the last operator, which the model calls 12.
RowGraph chain() {
    RowGraph graph;
    for (std::int32_t t = 0; t <= 4; ++t) graph.tensors.push_back({t, 6, 4, t == 0, t == 4});
    for (std::int32_t o = 0; o < 4; ++o)
        graph.operators.push_back({.op = o == 3 ? 12 : o,
                                   .rule = o == 3 ? RowRule::None : RowRule::Same,
                                   .inputs = {o},
                                   .outputs = {o + 1},
                                   .positions = {0}});
    return graph;
}

TEST(EditSegments, ASegmentIsSplitAndJoinedAgain) {
    const RowGraph graph = chain();
    const Segments all = {{0, 3, true}, {3, 4, false}};
    const auto split = splitBefore(graph, all, 1);
    ASSERT_TRUE(split);
    EXPECT_THAT(*split,
                ElementsAre(Segment{0, 1, true}, Segment{1, 3, true}, Segment{3, 4, false}));
    EXPECT_EQ(joinWithNext(graph, *split, 0), all);
}

TEST(EditSegments, AnOperatorIsTakenOut) {
    const RowGraph graph = chain();
    const Segments all = {{0, 3, true}, {3, 4, false}};
    const auto whole = runAlone(graph, all, 1, false);
    ASSERT_TRUE(whole);
    EXPECT_THAT(*whole, ElementsAre(Segment{0, 1, true}, Segment{1, 2, false}, Segment{2, 3, true},
                                    Segment{3, 4, false}));
    const auto byRows = runAlone(graph, *whole, 1, true);
    ASSERT_TRUE(byRows);
    EXPECT_EQ((*byRows)[1], (Segment{1, 2, true}));
    // What runs as a whole can be joined: both run by rows then.
    EXPECT_EQ((*joinWithNext(graph, *whole, 0))[0], (Segment{0, 2, true}));
}

TEST(EditSegments, WhatCannotBeIsExplained) {
    const RowGraph graph = chain();
    const Segments all = {{0, 3, true}, {3, 4, false}};
    const auto why = [](const Result<Segments>& answer) {
        return answer ? std::string("it can") : answer.error().message;
    };
    EXPECT_THAT(why(joinWithNext(graph, all, 0)), HasSubstr("#12 has no rule for rows"));
    EXPECT_THAT(why(joinWithNext(graph, all, 1)), HasSubstr("no next segment"));
    EXPECT_THAT(why(runAlone(graph, all, 3, true)), HasSubstr("#12 has no rule for rows"));
    EXPECT_THAT(why(runAlone(graph, all, 3, false)), HasSubstr("already"));
    EXPECT_THAT(why(splitBefore(graph, all, 0)), HasSubstr("begins at operator #0"));
    EXPECT_THAT(why(splitBefore(graph, all, 3)), HasSubstr("one operator"));
}

/// x -> makes 12 channels -> passes them on -> passes them on -> adds them up -> y, and a softmax.
RowGraph sliceable() {
    RowGraph graph = chain();
    graph.operators.insert(graph.operators.begin(), graph.operators[0]);
    graph.tensors.push_back(graph.tensors.back());
    for (std::int32_t o = 0; o < 5; ++o) {
        RowOperator& op = graph.operators[static_cast<std::size_t>(o)];
        op.op = o;
        op.inputs = {o};
        op.outputs = {o + 1};
        op.channels = {
            .makesSome = o == 0 || o == 3, .passesSome = o == 1 || o == 2, .addsSome = o == 3};
    }
    for (std::int32_t t = 0; t <= 5; ++t)
        graph.tensors[static_cast<std::size_t>(t)] = {.tensor = t,
                                                      .rows = 6,
                                                      .rowBytes = 12,
                                                      .isInput = t == 0,
                                                      .isOutput = t == 5,
                                                      .channels = t == 0 || t == 4 ? 4 : 12};
    return graph;
}

std::string why(const Result<Segments>& answer) {
    return answer ? std::string("it can") : answer.error().message;
}

TEST(EditSegments, WhatIsLeftOfSlicesStaysInSlicesWhereItCan) {
    const RowGraph graph = sliceable();
    const Segments all = {{0, 4, true, 3}, {4, 5, false}};
    EXPECT_EQ(*splitBefore(graph, all, 2),
              (Segments{{0, 2, true, 3}, {2, 4, true}, {4, 5, false}}));
    EXPECT_EQ(*splitBefore(graph, all, 1), (Segments{{0, 1, true}, {1, 4, true}, {4, 5, false}}));
    EXPECT_EQ(*runAlone(graph, all, 3, false),
              (Segments{{0, 3, true, 3}, {3, 4, false}, {4, 5, false}}));
    const Segments two = {{0, 2, true, 3}, {2, 4, true}, {4, 5, false}};
    EXPECT_EQ((*joinWithNext(graph, two, 0))[0], (Segment{0, 4, true, 3}));
    EXPECT_EQ(*joinWithNext(graph, Segments{{0, 1, true}, {1, 4, true}, {4, 5, false}}, 0),
              (Segments{{0, 4, true}, {4, 5, false}}));
}

/// Products of one row have no rule for rows.
TEST(EditSegments, WhatHasNoRowsCanBeJoinedInSlices) {
    RowGraph graph = sliceable();
    for (RowOperator& op : graph.operators) op.rule = RowRule::None;
    for (RowTensor& tensor : graph.tensors) tensor.rows = 1;
    const Segments whole = wholeOperators(graph);
    const auto joined = joinWithNext(graph, whole, 0);
    ASSERT_TRUE(joined) << why(joined);
    EXPECT_EQ((*joined)[0], (Segment{0, 2, true, 2}));
    EXPECT_EQ(*splitBefore(graph, *joined, 1), whole);
    EXPECT_THAT(why(joinWithNext(graph, whole, 3)), HasSubstr("#3 has no rule for rows"));
}

TEST(EditSegments, ASegmentRunsAnotherWay) {
    const RowGraph graph = sliceable();
    const Segments all = {{0, 4, true}, {4, 5, false}};
    EXPECT_EQ(*runAs(graph, all, 0, SegmentKind::Slices, 3),
              (Segments{{0, 4, true, 3}, {4, 5, false}}));
    EXPECT_EQ(*runAs(graph, {{0, 4, true, 3}, {4, 5, false}}, 0, SegmentKind::Rows), all);
    EXPECT_EQ(*runAs(graph, all, 0, SegmentKind::Whole), wholeOperators(graph));
    EXPECT_THAT(why(runAs(graph, all, 0, SegmentKind::Slices, 4)), HasSubstr("at most 3 slices"));
    EXPECT_THAT(why(runAs(graph, all, 1, SegmentKind::Rows)), HasSubstr("#4 has no rule for rows"));
    EXPECT_THAT(why(runAs(graph, all, 1, SegmentKind::Slices)), HasSubstr("two operators"));
    const Segments behind = {{0, 1, true}, {1, 4, true}, {4, 5, false}};
    EXPECT_THAT(why(runAs(graph, behind, 1, SegmentKind::Slices)),
                HasSubstr("#1 makes no slices of channels"));
    RowGraph seen = graph;
    seen.tensors[2].isOutput = true;
    EXPECT_THAT(why(runAs(seen, all, 0, SegmentKind::Slices)),
                HasSubstr("operator #1 makes is not for operator #2 alone"));
    seen = graph;
    seen.operators[2].channels = {};
    EXPECT_THAT(why(runAs(seen, all, 0, SegmentKind::Slices)),
                HasSubstr("#2 passes no slices of channels on"));
    seen = graph;
    seen.operators[3].channels = {};
    EXPECT_THAT(why(runAs(seen, all, 0, SegmentKind::Slices)),
                HasSubstr("#3 neither adds slices of channels up nor passes them on"));
    seen.tensors[1].channels = 1;
    EXPECT_THAT(
        why(runAs(seen, {{0, 3, true}, {3, 4, true}, {4, 5, false}}, 0, SegmentKind::Slices)),
        HasSubstr("no two slices"));
}

TEST(EditSegments, TheEndsOfASegmentAreMoved) {
    const RowGraph graph = sliceable();
    const Segments all = {{0, 2, true, 3}, {2, 4, true}, {4, 5, false}};
    // What a neighbour can take goes to it.
    EXPECT_EQ(*moveEnds(graph, all, 1, 3, 4),
              (Segments{{0, 3, true, 3}, {3, 4, true}, {4, 5, false}}));
    EXPECT_EQ(*moveEnds(graph, all, 1, 2, 3),
              (Segments{{0, 2, true, 3}, {2, 3, true}, {3, 4, true}, {4, 5, false}}));
    EXPECT_EQ(*moveEnds(graph, all, 0, 0, 1),
              (Segments{{0, 1, true}, {1, 4, true}, {4, 5, false}}));
    // What a segment takes is gone from its neighbours.
    EXPECT_EQ(*moveEnds(graph, all, 0, 0, 3),
              (Segments{{0, 3, true, 3}, {3, 4, true}, {4, 5, false}}));
    EXPECT_EQ(*moveEnds(graph, all, 0, 0, 4), (Segments{{0, 4, true, 3}, {4, 5, false}}));
    EXPECT_EQ(*moveEnds(graph, all, 1, 1, 4),
              (Segments{{0, 1, true}, {1, 4, true}, {4, 5, false}}));
    // An operator on its own becomes rows of several.
    EXPECT_EQ((*moveEnds(graph, wholeOperators(graph), 1, 1, 3))[1], (Segment{1, 3, true}));
    EXPECT_EQ(*moveEnds(graph, all, 1, 2, 4), all);
    EXPECT_THAT(why(moveEnds(graph, all, 1, 2, 5)), HasSubstr("#4 has no rule for rows"));
    EXPECT_THAT(why(moveEnds(graph, all, 1, 0, 2)), HasSubstr("would be left"));
    EXPECT_THAT(why(moveEnds(graph, all, 1, 4, 5)), HasSubstr("would be left"));
    EXPECT_THAT(why(moveEnds(graph, all, 1, 3, 3)), HasSubstr("one operator"));
    EXPECT_THAT(why(moveEnds(graph, all, 1, 2, 6)), HasSubstr("one operator"));
}

/// And one that says what was asked for: the kind, and where it begins and ends.
TEST(EditSegments, EveryEditGivesAPartitionThatCanBePlanned) {
    SplitMix random(81);
    int moved = 0;
    int sliced = 0;
    for (int round = 0; round < 400; ++round) {
        SCOPED_TRACE(round);
        const RowGraph graph =
            round % 4 > 1 ? test::randomSliceable(random, true) : test::randomRows(random, {});
        Segments segments = wholeOperators(graph);
        if (round % 2 == 1) {
            const auto best = planRows(graph, {.sliceChannels = true, .limits = {.nodes = 2}}, {});
            ASSERT_TRUE(best);
            segments = best->chosen;
        }
        const auto count = static_cast<std::int64_t>(graph.operators.size());
        for (int edit = 0; edit < 8; ++edit) {
            const auto op = test::below(random, count);
            const auto position = static_cast<std::size_t>(
                test::below(random, static_cast<std::int64_t>(segments.size())));
            const Segment before = segments[position];
            const auto slices = 2 + test::below(random, 3);
            const auto kind = static_cast<SegmentKind>(test::below(random, 3));
            const auto end = op + 1 + test::below(random, count - op);
            const auto choice = test::below(random, 6);
            const auto next = choice == 0   ? splitBefore(graph, segments, op)
                              : choice == 1 ? runAlone(graph, segments, op, edit % 2 == 0)
                              : choice == 2 ? joinWithNext(graph, segments, position)
                              : choice == 3 ? runAs(graph, segments, position, kind, slices)
                                            : moveEnds(graph, segments, position, op, end);
            if (next) segments = *next;
            if (next && choice == 3 && kind != SegmentKind::Whole) {
                EXPECT_EQ(segments[position], segmentOf(kind, before.first, before.end, slices));
                sliced += kind == SegmentKind::Slices ? 1 : 0;
            }
            if (next && choice > 3) {
                ++moved;
                EXPECT_TRUE(std::ranges::any_of(segments, [&](const Segment& segment) {
                    return segment.first == op && segment.end == end;
                }));
            }
            ASSERT_TRUE(planRows(graph, {.segments = segments, .limits = {.nodes = 2}}, {}));
        }
    }
    EXPECT_GT(moved, 100);
    EXPECT_GT(sliced, 5);
}

}  // namespace
}  // namespace thimble::split
