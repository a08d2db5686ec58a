#include "ui/painting/step_costs.h"

#include <gtest/gtest.h>

#include "tests/ui/painting/report_builder.h"
#include "ui/painting/cost_layout.h"

namespace thimble::ui {
namespace {

const QRect kPlot(100, 10, 500, 400);  // rows 10 to 409

StepScale wholeScale(const Report& report) {
    return {0, static_cast<double>(report.steps.size()), kPlot.left(), kPlot.width()};
}

/// Operators cost 100, 200, 300, 400 cycles, give or take a quarter; of #1 nothing is known.
BoardCosts costsOf(double milliwatts) {
    BoardCosts board{QStringLiteral("Board"), cost::CostEstimate{}, {}};
    board.estimate->milliwatts = {milliwatts, milliwatts, milliwatts};
    for (int op = 0; op < 4; ++op) {
        cost::OperatorCost one;
        one.index = op;
        one.known = op != 1;
        const double cycles = 100 * (op + 1);
        one.cycles = {cycles * 0.75, cycles, cycles * 1.25};
        one.microseconds = one.cycles.times(0.01);
        one.microjoules = one.microseconds.times(milliwatts / 1000);
        board.estimate->operators.push_back(one);
    }
    return board;
}

TEST(StepCosts, CyclesStandAtTheStepOfTheirOperator) {
    const auto report = test::branchReport();
    const StepCosts costs = stepCosts(*report, StepQuantity::Cycles, costsOf(0));
    ASSERT_EQ(costs.steps.size(), 5U);
    EXPECT_FALSE(costs.steps[0]);  // inputs arrive
    EXPECT_EQ(costs.steps[1]->value, 100);
    EXPECT_FALSE(costs.steps[2]);  // unknown
    EXPECT_EQ(costs.largest, 4);
    EXPECT_EQ(costs.sum, 800);
    EXPECT_TRUE(costs.missing.isEmpty());
    EXPECT_EQ(costValue(*report, costs, 4), "~400 cycles (300 to 500), 50.0 %");
    EXPECT_EQ(costValue(*report, costs, 2), "unknown");
    EXPECT_EQ(costValue(*report, costs, 0), "no operator runs");
}

TEST(StepCosts, WhatIsMissingIsSaid) {
    const auto report = test::branchReport();
    const auto missing = [&](StepQuantity quantity, const BoardCosts& board) {
        const StepCosts costs = stepCosts(*report, quantity, board);
        EXPECT_EQ(costs.largest, -1);
        return costs.missing;
    };
    EXPECT_TRUE(missing(StepQuantity::Cycles, {}).contains("none is chosen"));
    EXPECT_TRUE(missing(StepQuantity::Energy, {}).contains("none is chosen"));
    EXPECT_TRUE(missing(StepQuantity::Cycles, {"Board", {}, {}}).contains("being computed"));
    EXPECT_EQ(missing(StepQuantity::Cycles, {"Board", {}, "no measurements"}),
              "Unknown on Board: no measurements.");
    EXPECT_TRUE(missing(StepQuantity::Energy, costsOf(0)).contains("nobody has stated"));
    // An estimate of another model is not shown.
    BoardCosts other = costsOf(100);
    other.estimate->operators.pop_back();
    EXPECT_TRUE(missing(StepQuantity::Cycles, other).contains("being computed"));
}

TEST(StepCosts, EnergyNeedsPower) {
    const auto report = test::branchReport();
    const StepCosts costs = stepCosts(*report, StepQuantity::Energy, costsOf(1000));
    EXPECT_EQ(costText(costs, 4), "~4.00 µJ");
    EXPECT_TRUE(costToolTip(*report, costsOf(1000), 4).contains("~4.00 µJ (3.00 to 5.00)"));
    EXPECT_TRUE(costToolTip(*report, costsOf(0), 4).contains("unknown"));
}

TEST(CostAxis, MarksAreRound) {
    const CostAxis axis = makeCostAxis(1'234'567, 0, 400, 40);
    EXPECT_EQ(axis.tickStep, 200'000);
    EXPECT_EQ(axis.ticks().size(), 7U);
    EXPECT_EQ(axis.y(0), 400);
    EXPECT_EQ(axis.y(1'234'567), 0);
    EXPECT_DOUBLE_EQ(makeCostAxis(0.09, 0, 100, 40).tickStep, 0.05);
    // Nothing at all, and what a hostile model may come to, have an axis too.
    for (const double most : {0.0, 1e300, std::numeric_limits<double>::infinity()})
        EXPECT_LE(makeCostAxis(most, 0, 100, 40).ticks().size(), 4U);
}

TEST(CostLayout, BarsReachToTheValueAndLinesToItsRange) {
    const auto report = test::branchReport();
    const StepCosts costs = stepCosts(*report, StepQuantity::Cycles, costsOf(0));
    const CostLayout layout = layoutCosts(costs, wholeScale(*report), kPlot, 50);
    ASSERT_EQ(layout.bars.size(), 5U);
    EXPECT_EQ(layout.axis.maximum, 500);
    EXPECT_EQ(layout.bars[4].top, 90);
    EXPECT_EQ(layout.bars[4].low, 170);
    EXPECT_EQ(layout.bars[4].high, 10);
    EXPECT_FALSE(layout.bars[2].isKnown);
    EXPECT_EQ(layout.stepAt(599), 4);
    EXPECT_EQ(layout.stepAt(600), std::nullopt);
}

TEST(CostLayout, KeepsTheCostliestWhereStepsAreNarrow) {
    const auto report = test::largeReport(5000);
    const StepCosts costs = stepCosts(*report, StepQuantity::Macs, {});
    const CostLayout layout = layoutCosts(costs, wholeScale(*report), kPlot, 50);
    EXPECT_EQ(layout.bars.size(), 500U);
    const auto shown = std::ranges::find(layout.bars, costs.largest, &CostBar::step);
    ASSERT_NE(shown, layout.bars.end());
    EXPECT_EQ(shown->top, kPlot.top());
}

}  // namespace
}  // namespace thimble::ui
