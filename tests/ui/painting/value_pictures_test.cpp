// Colours of values, bars of histograms, cells of a confusion matrix: numbers only.
#include <gtest/gtest.h>

#include <limits>

#include "ui/painting/confusion_layout.h"
#include "ui/painting/histogram_layout.h"
#include "ui/painting/value_colours.h"
#include "ui/theme/colour_scheme.h"

namespace thimble::ui {
namespace {

eval::TensorStatistics between(double lowest, double highest) {
    eval::TensorStatistics statistics;
    statistics.elements = 2;
    statistics.isNumeric = true;
    statistics.lowest = lowest;
    statistics.highest = highest;
    return statistics;
}

TEST(ValueScale, TwoHuesAreSymmetric) {
    const ValueScale scale = heatScale(between(-1, 3));
    EXPECT_EQ(scale, (ValueScale{ValueScale::Kind::TwoHues, -3, 3}));
    EXPECT_EQ(scale.position(0), 0.5);
    EXPECT_EQ(scale.position(3), 1);
    EXPECT_EQ(heatScale(between(0, 3)), (ValueScale{ValueScale::Kind::OneHue, 0, 3}));
    EXPECT_EQ(heatScale(between(-3, -1)).kind, ValueScale::Kind::OneHue);
    EXPECT_EQ(heatScale(between(2, 2)).position(2), 0.5);
    const double most = std::numeric_limits<double>::max();
    EXPECT_EQ(heatScale(between(-most, most)).position(0), 0.5);
}

TEST(ValueScale, ImagesUseTheWholeByte) {
    interp::TensorInfo info;
    info.type = TensorType::Int8;
    info.scale = 0.5F;
    info.zeroPoint = -128;
    EXPECT_EQ(imageScale(between(3, 4), info), (ValueScale{ValueScale::Kind::Grey, 0, 127.5}));
    info.type = TensorType::Float32;
    EXPECT_EQ(imageScale(between(3, 4), info), (ValueScale{ValueScale::Kind::Grey, 3, 4}));
    info.type = TensorType::Int64;
    EXPECT_EQ(imageScale(between(3, 4), info).highest, 4);
}

TEST(ValueColours, AreApartOnBothGrounds) {
    for (const QPalette& palette : {lightPalette(), darkPalette()}) {
        const ValueColours heat({ValueScale::Kind::TwoHues, -1, 1}, palette);
        const QColor low(heat.colour(-0.5)), middle(heat.colour(0)), high(heat.colour(0.5));
        EXPECT_GT(low.blue(), low.red());
        EXPECT_GT(high.red(), high.blue());
        EXPECT_LT(middle.saturation(), 40);
        const double nan = std::numeric_limits<double>::quiet_NaN();
        EXPECT_NE(heat.colour(nan), heat.colour(0));
        // Stronger with every step.
        const ValueColours one({ValueScale::Kind::OneHue, 0, 1}, palette);
        const bool falls = QColor(one.colour(0)).lightness() > QColor(one.colour(1)).lightness();
        for (double v = 0.1; v <= 1; v += 0.1) {
            const int before = QColor(one.colour(v - 0.1)).lightness();
            const int now = QColor(one.colour(v)).lightness();
            EXPECT_TRUE(falls ? now <= before : now >= before) << v;
        }
        const ValueColours grey({ValueScale::Kind::Grey, 0, 255}, palette);
        EXPECT_EQ(grey.level(128), 128);
        EXPECT_EQ(grey.colour(255), qRgb(255, 255, 255));
    }
}

TEST(HistogramLayout, BarsFillTheWidth) {
    const eval::Histogram histogram{0, 3, {4, 0, 8}, false, false};
    const HistogramLayout layout = layoutHistogram(histogram, QRect(10, 20, 100, 80));
    EXPECT_FALSE(layout.isLogarithmic);
    EXPECT_EQ(layout.bars[0], QRect(10, 60, 33, 40));
    EXPECT_TRUE(layout.bars[1].isEmpty());
    EXPECT_EQ(layout.bars[2].top(), 20);
    EXPECT_EQ(layout.bars[2].right(), 109);
    EXPECT_EQ(layout.binAt(10), 0);
    EXPECT_EQ(layout.binAt(109), 2);
    EXPECT_EQ(layout.binAt(9), -1);
    for (int x = 10; x < 110; ++x) EXPECT_TRUE(layout.column(layout.binAt(x)).contains(x, 30)) << x;
}

TEST(HistogramLayout, ATowerMakesItLogarithmic) {
    const eval::Histogram histogram{0, 3, {1000, 1, 10}, false, false};
    const HistogramLayout layout = layoutHistogram(histogram, QRect(0, 0, 300, 310));
    ASSERT_TRUE(layout.isLogarithmic);
    EXPECT_EQ(layout.bars[0].height(), 310);  // 3.1 of 3.1
    EXPECT_EQ(layout.bars[1].height(), 10);   // 0.1
    EXPECT_EQ(layout.bars[2].height(), 110);  // 1.1
    EXPECT_EQ(layout.marks(20), (std::vector<std::int64_t>{1, 10, 100, 1000}));
}

TEST(HistogramLayout, MarksAreRound) {
    const eval::Histogram histogram{0, 2, {700, 690}, false, false};
    const HistogramLayout layout = layoutHistogram(histogram, QRect(0, 0, 100, 100));
    EXPECT_EQ(layout.marks(25), (std::vector<std::int64_t>{0, 200, 400, 600}));
    EXPECT_TRUE(layoutHistogram({}, QRect(0, 0, 100, 100)).bars.empty());
    EXPECT_EQ(layoutHistogram({}, QRect(0, 0, 100, 100)).binAt(5), -1);
}

TEST(ConfusionLayout, CellsAndPoints) {
    const ConfusionLayout layout = layoutConfusion(4, QRect(0, 0, 240, 200), 40, 15);
    EXPECT_EQ(layout.cell, 40);
    EXPECT_EQ(layout.table(), QRect(40, 40, 160, 160));
    EXPECT_EQ(layout.labelEvery, 1);
    for (int label = 0; label < 4; ++label)
        for (int answer = 0; answer < 4; ++answer) {
            const ConfusionLayout::Cell cell{label, answer};
            EXPECT_EQ(layout.cellAt(layout.cellRect(cell).center()), cell);
        }
    EXPECT_FALSE(layout.cellAt({39, 100}));
    EXPECT_FALSE(layout.cellAt({200, 100}));
}

TEST(ConfusionLayout, ManyClassesInLittleRoom) {
    const ConfusionLayout layout = layoutConfusion(1000, QRect(0, 0, 240, 240), 40, 15);
    EXPECT_LT(layout.cell, 1);
    EXPECT_GE(layout.labelEvery * layout.cell, 15);
    EXPECT_EQ(layout.cellAt({239, 239}), (ConfusionLayout::Cell{997, 997}));
    EXPECT_EQ(layoutConfusion(3, QRect(0, 0, 30, 30), 40, 15).cell, 0);
    EXPECT_FALSE(layoutConfusion(0, QRect(0, 0, 300, 300), 40, 15).cellAt({50, 50}));
}

}  // namespace
}  // namespace thimble::ui
