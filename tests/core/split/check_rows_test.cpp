#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/split/row_plan.h"
#include "tests/core/split/random_rows.h"
#include "tests/core/split/row_simulator.h"

namespace thimble::split {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// Four rows: a window of three, something in place, a sum.
RowGraph smallGraph() {
    return {.tensors = {{0, 4, 4, true, false, true}, {1, 4, 8}, {2, 4, 8}, {3, 1, 8, false, true}},
            .operators = {{.op = 0,
                           .rule = RowRule::Window,
                           .inputs = {0},
                           .outputs = {1},
                           .height = 3,
                           .padTop = 1,
                           .rowScratchBytes = 4,
                           .positions = {0}},
                          {.op = 1,
                           .rule = RowRule::Same,
                           .inputs = {1},
                           .outputs = {2},
                           .rowOverlaps = {{0, 0}},
                           .positions = {0}},
                          {.op = 2,
                           .rule = RowRule::Sum,
                           .inputs = {2},
                           .outputs = {3},
                           .sumBytes = 32,
                           .positions = {0}}}};
}

RowPlan planOf(const RowGraph& graph, std::vector<Segment> segments) {
    const Result<RowPlan> plan =
        planRows(graph, {.segments = std::move(segments), .limits = {.nodes = 40}}, {});
    EXPECT_TRUE(plan) << plan.error().message;
    return plan ? *plan : RowPlan{};
}

RowPlan smallPlan() { return planOf(smallGraph(), {{0, 3, true}}); }

std::vector<std::string> faultsOf(const RowGraph& graph, const RowPlan& plan) {
    return checkRows(graph, plan.pieces, plan.tasks, plan.placement);
}

std::size_t blockOf(const RowPlan& plan, Block::Kind kind, std::int32_t number) {
    for (std::size_t b = 0; b < plan.pieces.blocks.size(); ++b)
        if (plan.pieces.blocks[b].kind == kind && plan.pieces.blocks[b].number == number) return b;
    ADD_FAILURE() << "no such block";
    return 0;
}

TEST(CheckRows, BelievesWhatIsRight) {
    const RowPlan plan = smallPlan();
    EXPECT_THAT(faultsOf(smallGraph(), plan), IsEmpty());
    // Sums, three rows of the input, one that is made and its scratch.
    EXPECT_EQ(plan.placement.arenaBytes, 32 + 3 * 4 + 8 + 4);
}

TEST(CheckRows, SeesBlocksThatCollide) {
    const RowGraph graph = smallGraph();
    const RowPlan sound = smallPlan();
    const std::size_t sums = blockOf(sound, Block::Kind::Sums, 2);
    const std::size_t scratch = blockOf(sound, Block::Kind::Scratch, 0);
    const std::size_t input = sound.pieces.blockOf(0, 1);
    const std::size_t made = sound.pieces.blockOf(1, 0);
    const struct {
        const char* name;
        std::size_t moved, onto;
        Bytes behind;
        const char* fault;
    } kCases[] = {
        {"an input row in the sums", input, sums, 28, "reads row 1 of tensor 0"},
        {"sums over a row", sums, made, -28, "sums"},
        {"scratch over a row that is read", scratch, input, 0, "works in what it reads"},
        {"scratch over the row that is made", scratch, made, 4, "works in what it reads or writes"},
        {"a row over one that it is made of", made, input, 0, "writes over what it reads"},
        {"a row over one that is needed again", sound.pieces.blockOf(0, 2), input, 0,
         "reads row 1 of tensor 0"},
        {"in place, but ahead of its input", sound.pieces.blockOf(2, 1), sound.pieces.blockOf(1, 1),
         4, "writes over what it reads"},
    };
    for (const auto& [name, moved, onto, behind, fault] : kCases) {
        SCOPED_TRACE(name);
        RowPlan plan = sound;
        plan.placement.arenaBytes += 64;
        for (Bytes& offset : plan.placement.offsets) offset += 32;
        ASSERT_THAT(faultsOf(graph, plan), IsEmpty());
        plan.placement.offsets[moved] = plan.placement.offsets[onto] + behind;
        EXPECT_THAT(faultsOf(graph, plan), Contains(HasSubstr(fault)));
        EXPECT_NE(test::runRows(graph, plan.pieces, plan.tasks, plan.placement), "");
    }
}

TEST(CheckRows, SeesWhatLeavesTheArena) {
    const RowGraph graph = smallGraph();
    RowPlan plan = smallPlan();
    plan.placement.offsets[0] = -4;
    EXPECT_THAT(faultsOf(graph, plan), Contains(HasSubstr("outside the arena")));
    plan = smallPlan();
    --plan.placement.arenaBytes;
    EXPECT_THAT(faultsOf(graph, plan), Contains(HasSubstr("outside the arena")));
    plan.placement.offsets.pop_back();
    EXPECT_THAT(faultsOf(graph, plan), Contains(HasSubstr("not every block has a place")));
}

TEST(CheckRows, SeesEveryTaskThatIsMissingOrRunsTwice) {
    const RowGraph graph = smallGraph();
    const RowPlan sound = smallPlan();
    for (std::size_t k = 0; k < sound.tasks.size(); ++k) {
        SCOPED_TRACE(k);
        RowPlan plan = sound;
        plan.tasks.erase(plan.tasks.begin() + static_cast<std::ptrdiff_t>(k));
        EXPECT_THAT(faultsOf(graph, plan), Not(IsEmpty()));
        if (sound.tasks[k].op != 2 || sound.tasks[k].row == 0) continue;
        plan = sound;
        plan.tasks.insert(plan.tasks.begin() + static_cast<std::ptrdiff_t>(k), sound.tasks[k]);
        EXPECT_THAT(faultsOf(graph, plan), Contains(HasSubstr("sums"))) << "added twice";
    }
}

TEST(CheckRows, SeesTasksThatRunTooSoon) {
    const RowGraph graph = smallGraph();
    const RowPlan sound = smallPlan();
    for (std::size_t k = 0; k + 1 < sound.tasks.size(); ++k) {
        SCOPED_TRACE(k);
        RowPlan plan = sound;
        std::swap(plan.tasks[k], plan.tasks[k + 1]);
        const RowTask& now = plan.tasks[k + 1];  // the one that should run first
        const RowTask& then = plan.tasks[k];
        if (then.op != now.op && then.op != now.op + 1) continue;  // they have nothing in common
        EXPECT_THAT(faultsOf(graph, plan), Not(IsEmpty()));
    }
}

TEST(CheckRows, SeesOverlapsThatNoRuleAllows) {
    const RowPlan plan = smallPlan();
    RowGraph graph = smallGraph();
    graph.operators[1].rowOverlaps = {{0, -1}};
    EXPECT_THAT(faultsOf(graph, plan), Contains(HasSubstr("writes over what it reads")));
    graph.operators[1].rowOverlaps = {{0, -8, true}};
    EXPECT_THAT(faultsOf(graph, plan), Contains(HasSubstr("writes over what it reads")));
    graph.operators[1].rowOverlaps = {{0, 0, true}};
    EXPECT_THAT(faultsOf(graph, plan), IsEmpty());

    RowGraph whole{
        .tensors = {{0, 2, 8, true}, {1, 2, 8, false, true}},
        .operators = {
            {.op = 0, .inputs = {0}, .outputs = {1}, .wholeOverlaps = {{0, 0}}, .positions = {0}}}};
    const RowPlan over = planOf(whole, {{0, 1, false}});
    EXPECT_EQ(over.placement.arenaBytes, 16);
    whole.operators[0].wholeOverlaps.clear();
    EXPECT_THAT(faultsOf(whole, over), Contains(HasSubstr("writes over what it reads")));
}

/// One change by chance.
void spoil(SplitMix& random, RowGraph& graph, RowPlan& plan) {
    const auto task = [&] {
        return test::below(random, static_cast<std::int64_t>(plan.tasks.size()));
    };
    auto& offsets = plan.placement.offsets;
    const auto block = [&] {
        return static_cast<std::size_t>(
            test::below(random, static_cast<std::int64_t>(offsets.size())));
    };
    switch (test::below(random, 7)) {
        case 0: offsets[block()] += test::below(random, 9) - 4; break;
        case 1: {
            const Bytes onto = offsets[block()];
            offsets[block()] = onto;
            break;
        }
        case 2: plan.tasks.erase(plan.tasks.begin() + task()); break;
        case 3: {
            const std::int32_t k = task();
            if (k > 0)
                std::swap(plan.tasks[static_cast<std::size_t>(k)],
                          plan.tasks[static_cast<std::size_t>(k - 1)]);
            break;
        }
        case 4: {
            const RowTask twice = plan.tasks[static_cast<std::size_t>(task())];
            plan.tasks.insert(plan.tasks.begin() + task(), twice);
            break;
        }
        case 5:
            for (RowOperator& op : graph.operators)
                for (auto* rules : {&op.rowOverlaps, &op.wholeOverlaps})
                    for (RowOverlap& rule : *rules)
                        if (test::below(random, 3) == 0) rule.most -= 1 + test::below(random, 3);
            break;
        default:
            for (RowOperator& op : graph.operators) {
                if (test::below(random, 3) == 0) op.rowOverlaps.clear();
                if (test::below(random, 3) == 0) op.wholeOverlaps.clear();
            }
    }
}

TEST(CheckRows, AgreesWithRunningOnValues) {
    SplitMix random(101);
    int sound = 0, spoilt = 0, placed = 0;
    for (int round = 0; round < 900; ++round) {
        const RowGraph whole =
            round % 3 == 0 ? test::randomSliceable(random, round % 2 == 0)
                           : test::randomRows(random, {.operators = 7, .rows = 6, .bytes = 8});
        const RowPlan plan = planOf(whole, test::randomPartition(random, whole));
        const RowGraph& graph = plan.graph;
        placed += std::ranges::any_of(graph.operators,
                                      [](const RowOperator& op) { return op.stripe.isPart(); });
        ASSERT_THAT(checkRowGraph(graph), IsEmpty());
        ASSERT_EQ(test::runRows(graph, plan.pieces, plan.tasks, plan.placement), "");
        for (int change = 0; change < 40; ++change) {
            SCOPED_TRACE(testing::Message() << "graph " << round << ", change " << change);
            RowGraph other = graph;
            RowPlan changed = plan;
            spoil(random, other, changed);
            const std::string fault =
                test::runRows(other, changed.pieces, changed.tasks, changed.placement);
            const std::vector<std::string> faults = faultsOf(other, changed);
            ASSERT_EQ(faults.empty(), fault.empty())
                << fault << (faults.empty() ? "" : faults.front());
            (faults.empty() ? sound : spoilt)++;
        }
    }
    // Neither says the same to everything.
    EXPECT_GT(sound, 1000);
    EXPECT_GT(spoilt, 1000);
    EXPECT_GT(placed, 50);
}

}  // namespace
}  // namespace thimble::split
