#include "ui/painting/timeline_layout.h"

#include <gtest/gtest.h>

#include "tests/ui/painting/report_builder.h"

namespace thimble::ui {
namespace {

const QRect kPlot(100, 10, 500, 400);  // pixel columns 100 to 599, rows 10 to 409

StepScale wholeScale(const Report& report) {
    return {0, static_cast<double>(report.steps.size()), kPlot.left(), kPlot.width()};
}

TEST(TimelineLayout, StacksTheRolesOfEachStep) {
    const auto report = test::branchReport();
    const TimelineLayout layout = layoutTimeline(*report, wholeScale(*report), kPlot, 50);
    ASSERT_EQ(layout.bars.size(), 5U);
    EXPECT_EQ(layout.bytes.maximum, 4000);  // ten bytes to the pixel
    // #0 CONV_2D: 1,000 in, 1,500 out, nothing else, 500 scratch.
    const TimelineBar& conv = layout.bars[1];
    EXPECT_EQ(conv.step, 1);
    EXPECT_EQ(conv.rect(0), QRect(200, 310, 99, 100));
    EXPECT_EQ(conv.rect(1), QRect(200, 160, 99, 150));
    EXPECT_EQ(conv.rect(2).height(), 0);
    EXPECT_EQ(conv.rect(3), QRect(200, 110, 99, 50));
    EXPECT_EQ(conv.rect(), QRect(200, 110, 99, 300));
    // The peak fills the height.
    EXPECT_EQ(layout.bars[3].rect(), QRect(400, 10, 99, 400));
}

TEST(TimelineLayout, FindsTheStepOfAPixel) {
    const auto report = test::branchReport();
    const TimelineLayout layout = layoutTimeline(*report, wholeScale(*report), kPlot, 50);
    EXPECT_EQ(layout.stepAt(99), std::nullopt);
    EXPECT_EQ(layout.stepAt(100), 0);
    EXPECT_EQ(layout.stepAt(199), 0);  // the gap belongs to the bar at its left
    EXPECT_EQ(layout.stepAt(200), 1);
    EXPECT_EQ(layout.stepAt(599), 4);
    EXPECT_EQ(layout.stepAt(600), std::nullopt);
}

TEST(TimelineLayout, ShowsOnlyWhatIsVisibleButKeepsTheAxis) {
    const auto report = test::branchReport();
    const TimelineLayout layout =
        layoutTimeline(*report, {0.5, 2.5, kPlot.left(), kPlot.width()}, kPlot, 50);
    ASSERT_EQ(layout.bars.size(), 3U);
    EXPECT_EQ(layout.bytes.maximum, 4000);
    EXPECT_EQ(layout.bars[0].left, 100);
    EXPECT_EQ(layout.bars[0].width, 124);
    EXPECT_EQ(layout.bars[1].left, 225);
    EXPECT_EQ(layout.bars[2].left, 475);
    EXPECT_LE(layout.bars[2].left + layout.bars[2].width, 600);
}

TEST(TimelineLayout, KeepsEveryPeakWhereStepsAreNarrowerThanAPixel) {
    const auto report = test::largeReport(5000);
    const TimelineLayout layout = layoutTimeline(*report, wholeScale(*report), kPlot, 50);
    EXPECT_EQ(layout.bars.size(), 500U);
    Bytes tallest = 0;
    for (const StepRow& step : report->steps) tallest = std::max(tallest, step.totalBytes());
    int left = kPlot.left();
    int top = kPlot.bottom();
    std::int32_t before = -1;
    for (const TimelineBar& bar : layout.bars) {
        EXPECT_EQ(bar.left, left++);
        EXPECT_EQ(bar.width, 1);
        EXPECT_GT(bar.step, before);
        before = bar.step;
        top = std::min(top, bar.rect().top());
    }
    EXPECT_EQ(top, kPlot.top());
    EXPECT_EQ(layout.bytes.maximum, tallest);
}

TEST(TimelineLayout, ShowsAPixelOfTheSmallestBar) {
    test::ReportBuilder builder;
    const int a = builder.input("a", 1'000'000);
    const int b = builder.tensor("b", 1);
    const int c = builder.tensor("c", 1);
    builder.op("CONV_2D", {a}, {b});
    builder.op("RELU", {b}, {c});
    builder.output(c);
    const auto report = builder.build();
    const TimelineLayout layout = layoutTimeline(*report, wholeScale(*report), kPlot, 50);
    EXPECT_EQ(layout.bars[2].rect().height(), 1);
}

TEST(TimelineLayout, SharesAScaleWithAHigherOne) {
    const auto report = test::branchReport();
    const StepScale scale = wholeScale(*report);
    EXPECT_EQ(layoutTimeline(*report, scale, kPlot, 50, 16'000).bytes.maximum, 16'000);
    EXPECT_EQ(layoutTimeline(*report, scale, kPlot, 50, 100).bytes.maximum, 4000);
}

TEST(TimelineLayout, CopesWithNothing) {
    const Report empty{};
    const TimelineLayout layout = layoutTimeline(empty, {0, 1, 100, 500}, kPlot, 50);
    EXPECT_TRUE(layout.bars.empty());
    EXPECT_EQ(layout.stepAt(200), std::nullopt);
}

TEST(PlaceLabel, StaysInside) {
    const QRect room(50, 5, 300, 20);
    EXPECT_EQ(placeLabel(room, {100, 16}, 200), QRect(150, 5, 100, 16));
    EXPECT_EQ(placeLabel(room, {100, 16}, 60), QRect(50, 5, 100, 16));
    EXPECT_EQ(placeLabel(room, {100, 16}, 349), QRect(250, 5, 100, 16));
    EXPECT_EQ(placeLabel(room, {500, 16}, 200), QRect(50, 5, 300, 16));
}

TEST(StepColumn, IsCutToThePlot) {
    const StepScale scale{10, 20, 100, 500};
    EXPECT_EQ(stepColumn(scale, kPlot, 12, 14), QRect(200, 10, 100, 400));
    EXPECT_EQ(stepColumn(scale, kPlot, 0, 11), QRect(100, 10, 50, 400));
    EXPECT_EQ(stepColumn(scale, kPlot, 19, 2'000'000'000), QRect(550, 10, 50, 400));
    EXPECT_TRUE(stepColumn(scale, kPlot, 0, 5).isEmpty());
    EXPECT_TRUE(stepColumn(scale, kPlot, 30, 31).isEmpty());
}

}  // namespace
}  // namespace thimble::ui
