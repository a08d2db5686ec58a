#include "core/diagram/diagram.h"

#include <gmock/gmock.h>

#include "tests/ui/painting/report_builder.h"

namespace thimble::diagram {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

/// x -> 0 -> 1 -> 2 -> 3 -> (4, 5) -> 6 -> y
std::shared_ptr<const Report> chainAndFork() {
    test::ReportBuilder builder;
    int last = builder.input("x", 10);
    const auto unary = [&](int from) {
        const int to = builder.tensor("t", 10);
        builder.op("RELU", {from}, {to});
        return to;
    };
    for (int i = 0; i < 4; ++i) last = unary(last);
    const int left = unary(last);
    const int right = unary(last);
    const int sum = builder.tensor("sum", 10);
    builder.op("ADD", {left, right}, {sum});
    builder.output(sum);
    return builder.build();
}

std::vector<std::int32_t> allOperators(const Diagram& diagram) {
    std::vector<std::int32_t> all;
    for (const Node& node : diagram.nodes)
        all.insert(all.end(), node.operators.begin(), node.operators.end());
    return all;
}

TEST(Diagram, HasABoxForEveryOperatorAndForWhatComesAndGoes) {
    const Diagram diagram = makeDiagram(*chainAndFork(), 0, {});
    EXPECT_THAT(diagram.nodes, SizeIs(1 + 7 + 1));
    EXPECT_THAT(diagram.edges, SizeIs(1 + 3 + 2 + 2 + 1));
    EXPECT_EQ(diagram.nodes.front().kind, Node::Kind::Input);
    EXPECT_EQ(diagram.nodes.back().kind, Node::Kind::Output);
    EXPECT_THAT(allOperators(diagram), ElementsAre(0, 1, 2, 3, 4, 5, 6));
}

TEST(Diagram, FoldsChainsAndOnlyThose) {
    const Diagram diagram = makeDiagram(*chainAndFork(), 0, {.foldChains = true});
    ASSERT_THAT(diagram.nodes, SizeIs(1 + 4 + 1));
    EXPECT_EQ(diagram.nodes[1].kind, Node::Kind::Chain);
    EXPECT_THAT(diagram.nodes[1].operators, ElementsAre(0, 1, 2, 3));
    EXPECT_THAT(diagram.nodeOf, ElementsAre(1, 1, 1, 1, 2, 3, 4));
    EXPECT_THAT(diagram.edges, SizeIs(1 + 2 + 2 + 1));
}

TEST(Diagram, OneChainCanBeTheOtherWayRound) {
    const auto report = chainAndFork();
    EXPECT_EQ(makeDiagram(*report, 0, {.foldChains = true, .otherwise = {0}}),
              makeDiagram(*report, 0, {}));
    EXPECT_EQ(makeDiagram(*report, 0, {.foldChains = false, .otherwise = {0}}),
              makeDiagram(*report, 0, {.foldChains = true}));
}

TEST(Diagram, ChainsEndWhereGroupsDo) {
    const auto report = chainAndFork();
    const Diagram four = makeDiagram(
        *report, 0, {.foldChains = true, .otherwise = {}, .groups = {0, 1, 1, 1, 2, 2, 2}});
    EXPECT_THAT(four.nodes[2].operators, ElementsAre(1, 2, 3));
    // Two operators are no chain.
    const Diagram pairs = makeDiagram(
        *report, 0, {.foldChains = true, .otherwise = {}, .groups = {0, 0, 1, 1, 2, 2, 2}});
    EXPECT_THAT(pairs.nodes, SizeIs(9));
}

TEST(Diagram, OfNoSubgraphIsEmpty) {
    EXPECT_THAT(makeDiagram(*chainAndFork(), 7, {}).nodes, IsEmpty());
}

}  // namespace
}  // namespace thimble::diagram
