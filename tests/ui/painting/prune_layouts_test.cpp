// Cells of channels, and the working set before and now, in pixels.
#include <QTest>

#include "ui/painting/channel_strip_layout.h"
#include "ui/painting/working_set_layout.h"

using namespace thimble;
using namespace thimble::ui;

class PruneLayoutsTest : public QObject {
    Q_OBJECT

private slots:
    void everyChannelHasACellInside_data() {
        QTest::addColumn<QRect>("area");
        QTest::addColumn<int>("count");
        QTest::newRow("few") << QRect(3, 5, 400, 80) << 16;
        QTest::newRow("one") << QRect(0, 0, 400, 80) << 1;
        QTest::newRow("many") << QRect(0, 0, 300, 60) << 1024;
        QTest::newRow("a low strip") << QRect(0, 0, 900, 22) << 300;
    }

    void everyChannelHasACellInside() {
        QFETCH(const QRect, area);
        QFETCH(const int, count);
        const ChannelStripLayout layout = layoutChannels(area, count, 30);
        QVERIFY(layout.cell <= 30);
        for (int i = 0; i < count; ++i) {
            const QRect box = layout.box(i);
            QVERIFY(area.contains(box));
            QCOMPARE(layout.at(box.center()), i);
            QCOMPARE(layout.nearest(box.center()), i);
            if (i > 0) QVERIFY(!box.intersects(layout.box(i - 1)));
        }
        QCOMPARE(layout.at(area.topLeft() - QPoint(1, 0)), -1);
        QCOMPARE(layout.nearest(area.topLeft() - QPoint(50, 50)), 0);
        QCOMPARE(layout.nearest(area.bottomRight() + QPoint(500, 500)), count - 1);
    }

    void cellsAreAsLargeAsTheyCanBe() {
        QCOMPARE(layoutChannels(QRect(0, 0, 400, 80), 4, 30).cell, 30);
        // 2 rows of 20 at 20 pixels, 3 rows of 19 at 21 would be too high.
        QCOMPARE(layoutChannels(QRect(0, 0, 400, 40), 40, 30).cell, 20);
        QCOMPARE(layoutChannels(QRect(0, 0, 400, 80), 0, 30).nearest(QPoint(5, 5)), -1);
    }

    void barsStandForBytes() {
        const WorkingSetLayout layout =
            layoutWorkingSet({100, 200, 50}, {100, 100, 0}, QRect(10, 0, 300, 100), 20);
        QCOMPARE(layout.bars.size(), std::size_t{3});
        QCOMPARE(layout.bars[1].column, QRect(110, 0, 100, 100));
        QCOMPARE(layout.bars[1].before.bottom(), 99);
        QCOMPARE(layout.bars[1].now.height() * 2, layout.bars[1].before.height());
        QCOMPARE(layout.bars[2].now.height(), 0);
        QCOMPARE(layout.operatorAt(115), 1);
        QCOMPARE(layout.operatorAt(9), -1);
        QCOMPARE(layout.operatorAt(310), -1);
    }

    void theFullestOfManyOperatorsIsSeen() {
        std::vector<Bytes> before(1000, 10);
        std::vector<Bytes> now(1000, 5);
        now[777] = 9;
        const WorkingSetLayout layout = layoutWorkingSet(before, now, QRect(0, 0, 50, 100), 20);
        QVERIFY(layout.bars.size() <= 50);
        QCOMPARE(std::ranges::count(layout.bars, 777, &WorkingSetLayout::Bar::op), 1);
    }
};

QTEST_APPLESS_MAIN(PruneLayoutsTest)
#include "prune_layouts_test.moc"
