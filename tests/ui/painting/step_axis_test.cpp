#include "ui/painting/step_axis.h"

#include <gtest/gtest.h>

#include <QSignalSpy>

#include "ui/painting/byte_axis.h"

namespace thimble::ui {
namespace {

TEST(StepScale, MapsStepsToPixelsAndBack) {
    const StepScale scale{10, 20, 100, 500};
    EXPECT_DOUBLE_EQ(scale.stepWidth(), 50);
    EXPECT_DOUBLE_EQ(scale.x(10), 100);
    EXPECT_DOUBLE_EQ(scale.x(15), 350);
    EXPECT_DOUBLE_EQ(scale.x(20), 600);
    EXPECT_DOUBLE_EQ(scale.stepAt(350), 15);
}

TEST(StepAxis, ShowsAllStepsAtFirst) {
    StepAxis axis;
    axis.setStepCount(30);
    EXPECT_EQ(axis.first(), 0);
    EXPECT_EQ(axis.last(), 30);
    EXPECT_TRUE(axis.isFitted());
}

TEST(StepAxis, ZoomKeepsThePointUnderThePointer) {
    StepAxis axis;
    axis.setStepCount(100);
    axis.zoom(4, 20);
    EXPECT_DOUBLE_EQ(axis.last() - axis.first(), 25);
    EXPECT_DOUBLE_EQ(axis.first(), 15);  // 20 stays at a fifth of the width
    axis.zoom(0.5, 20);
    EXPECT_DOUBLE_EQ(axis.first(), 10);
    EXPECT_DOUBLE_EQ(axis.last(), 60);
}

TEST(StepAxis, NeverLeavesTheStepsAndNeverGetsNarrowerThanTwo) {
    StepAxis axis;
    axis.setStepCount(10);
    axis.zoom(1000, 9.5);
    EXPECT_DOUBLE_EQ(axis.last() - axis.first(), 2);
    axis.pan(100);
    EXPECT_DOUBLE_EQ(axis.last(), 10);
    axis.pan(-100);
    EXPECT_DOUBLE_EQ(axis.first(), 0);
    axis.zoom(0.001);
    EXPECT_TRUE(axis.isFitted());
    axis.zoom(0);
    axis.zoom(-3);
    EXPECT_TRUE(axis.isFitted());
}

TEST(StepAxis, CopesWithOneStepAndWithNone) {
    StepAxis axis;
    for (const int count : {1, 0}) {
        axis.setStepCount(count);
        axis.zoom(2);
        axis.pan(1);
        axis.fit();
        EXPECT_EQ(axis.first(), 0);
        EXPECT_EQ(axis.last(), 1);
        EXPECT_TRUE(axis.isFitted());
    }
}

TEST(StepAxis, PansAsLittleAsItTakesToShowAStep) {
    StepAxis axis;
    axis.setStepCount(100);
    axis.setRange(10, 20);
    axis.ensureVisible(15);
    EXPECT_DOUBLE_EQ(axis.first(), 10);
    axis.ensureVisible(20);
    EXPECT_DOUBLE_EQ(axis.first(), 11);
    axis.ensureVisible(5);
    EXPECT_DOUBLE_EQ(axis.first(), 5);
    axis.ensureVisible(-1);
    axis.ensureVisible(100);
    EXPECT_DOUBLE_EQ(axis.first(), 5);
}

TEST(StepAxis, SaysWhenItChangesAndOnlyThen) {
    StepAxis axis;
    axis.setStepCount(100);
    QSignalSpy spy(&axis, &StepAxis::rangeChanged);
    axis.setRange(10, 20);
    EXPECT_EQ(spy.count(), 1);
    axis.setRange(10, 20);
    EXPECT_EQ(spy.count(), 1);
    axis.setStepCount(100);  // another target, the same model: the zoom stays
    EXPECT_EQ(spy.count(), 1);
    axis.setStepCount(50);
    EXPECT_EQ(spy.count(), 2);
    EXPECT_TRUE(axis.isFitted());
}

TEST(ByteAxis, PutsZeroAtTheBottomAndTheMaximumAtTheTop) {
    const ByteAxis axis = makeByteAxis(1000, 20, 220, 30);
    EXPECT_EQ(axis.y(0), 220);
    EXPECT_EQ(axis.y(500), 120);
    EXPECT_EQ(axis.y(1000), 20);
}

TEST(ByteAxis, MarksArePowersOfTwoApartAndFarEnough) {
    struct Case {
        Bytes maximum;
        int distance;
        Bytes step;
    };
    for (const Case& c : {Case{1000, 30, 256}, Case{55'296, 30, 16'384}, Case{55'296, 10, 4096},
                          Case{1, 30, 1}, Case{0, 30, 1}, Case{3'000'000, 50, 1 << 20}}) {
        const ByteAxis axis = makeByteAxis(c.maximum, 0, 200, c.distance);
        EXPECT_EQ(axis.tickStep, c.step) << c.maximum;
        EXPECT_EQ(axis.ticks().front(), 0);
        EXPECT_LE(axis.ticks().back(), axis.maximum);
    }
}

TEST(ByteAxis, StaysWholeWithoutRoom) {
    const ByteAxis axis = makeByteAxis(1'000'000, 10, 5, 30);
    EXPECT_EQ(axis.y(1'000'000), 10);
    EXPECT_EQ(axis.ticks().size(), 1U);
}

}  // namespace
}  // namespace thimble::ui
