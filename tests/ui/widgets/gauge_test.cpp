#include "ui/widgets/gauge.h"

#include <QTest>

using namespace thimble::ui;

class GaugeTest : public QObject {
    Q_OBJECT

private slots:
    void fillsInProportion() {
        const auto layout = layoutGauge({25, {}, {}, 100}, QRect(10, 0, 200, 20));
        QCOMPARE(layout.fill, QRect(10, 0, 50, 20));
        QVERIFY(!layout.range && !layout.limit);
    }

    void marksTheLimitWhereItIsExceeded() {
        const auto layout = layoutGauge({200, {}, {}, 100}, QRect(10, 0, 200, 20));
        QCOMPARE(layout.fill.width(), 200);
        QCOMPARE(layout.limit.value_or(0), 110);
    }

    void anEstimateHasItsRange() {
        const auto layout = layoutGauge({50, 25, 100, {}}, QRect(0, 0, 240, 20));
        QCOMPARE(layout.fill.width(), 100);
        QCOMPARE(layout.range->left(), 50);
        QCOMPARE(layout.range->width(), 150);
    }

    void somethingIsSeen() {
        QCOMPARE(layoutGauge({1, {}, {}, 1e9}, QRect(0, 0, 100, 9)).fill.width(), 1);
        QCOMPARE(layoutGauge({0, {}, {}, 100}, QRect(0, 0, 100, 9)).fill.width(), 0);
        QCOMPARE(layoutGauge({0, {}, {}, {}}, QRect(0, 0, 100, 9)).fill.width(), 0);
    }
};

QTEST_MAIN(GaugeTest)
#include "gauge_test.moc"
