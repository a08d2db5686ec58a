#include "ui/painting/history_layout.h"

#include <QTest>

using namespace thimble;
using namespace thimble::ui;

namespace {

/// A tensor all the time, a row in step 1, scratch in step 2.
split::ArenaHistory history(int steps) {
    using Kind = split::HeldBytes::Kind;
    split::ArenaHistory history{.arenaBytes = 100};
    history.steps.resize(static_cast<std::size_t>(steps));
    history.held = {{Kind::Tensor, 0, 0, 1, 0, 50, 0, steps - 1},
                    {Kind::Row, 1, 0, 1, 50, 25, 1, 1},
                    {Kind::Scratch, 2, 0, 1, 50, 50, 2, 2}};
    split::countUsed(history);
    return history;
}

}  // namespace

class HistoryLayoutTest : public QObject {
    Q_OBJECT

private slots:
    void barsStandOnEachOther() {
        const HistoryLayout layout = layoutUsed(history(4), QRect(10, 0, 400, 100), 200, 20);
        QCOMPARE(layout.axis.maximum, Bytes{200});
        QCOMPARE(layout.bars.size(), std::size_t{6});
        QCOMPARE(layout.bars[0].box, QRect(10, 75, 100, 25));
        QCOMPARE(layout.bars[2].box, QRect(110, 62, 100, 13));
        QVERIFY(layout.bars[2].use == ArenaUse::Rows);
        QVERIFY(layout.bars[4].use == ArenaUse::Work);
        QCOMPARE(layout.bars[4].box, QRect(210, 50, 100, 25));
    }

    void anOutlineStandsBehind() {
        const HistoryLayout layout =
            layoutUsed(history(4), QRect(10, 0, 400, 100), 200, 20, {100, 300, 300, 100});
        // The axis reaches as far, and steps with the same bytes are one box.
        QVERIFY(layout.axis.maximum >= 300);
        QCOMPARE(layout.outline.size(), std::size_t{3});
        QCOMPARE(layout.outline[1].left(), 110);
        QCOMPARE(layout.outline[1].width(), 200);
        QCOMPARE(layout.outline[1].top(), layout.axis.y(300));
        QCOMPARE(layout.outline[1].bottom(), layout.plot.bottom());
        QVERIFY(layoutUsed(history(4), QRect(10, 0, 400, 100), 200, 20).outline.empty());
    }

    void theFullestOfManyStepsIsSeen() {
        const HistoryLayout layout = layoutUsed(history(1000), QRect(0, 0, 10, 100), 100, 20);
        QCOMPARE(layout.bars.front().box.left(), 0);
        Bytes top = 100;
        for (const HistoryLayout::Bar& bar : layout.bars)
            if (bar.box.contains(0, bar.box.top())) top = std::min<Bytes>(top, bar.box.top());
        QCOMPARE(top, Bytes{0});
        for (int x = 0; x < 10; ++x)
            QCOMPARE(std::count_if(layout.bars.begin(), layout.bars.end(),
                                   [x](const HistoryLayout::Bar& bar) {
                                       return bar.use == ArenaUse::Whole && bar.box.left() <= x &&
                                              x <= bar.box.right();
                                   }),
                     1);
    }

    void everyPixelBelongsToAStep() {
        for (const int steps : {1, 3, 7, 400, 999}) {
            const HistoryLayout layout = layoutHeld(history(steps), QRect(5, 0, 400, 50), 0, 20);
            int last = 0;
            for (int x = 5; x < 405; ++x) {
                const int step = layout.stepAt(x);
                QVERIFY(step >= last && step < steps);
                if (steps <= 400) QVERIFY(layout.column(step).contains(x, 0));
                last = step;
            }
            QCOMPARE(last, steps - 1);
            QCOMPARE(layout.stepAt(4), -1);
            QCOMPARE(layout.stepAt(405), -1);
        }
    }

    void boxesAreWhereBytesLie() {
        const HistoryLayout layout = layoutHeld(history(4), QRect(0, 0, 400, 100), 0, 20);
        QCOMPARE(layout.boxes.size(), std::size_t{3});
        QCOMPARE(layout.boxes[0].box, QRect(0, 50, 400, 50));
        QCOMPARE(layout.boxes[1].box, QRect(100, 25, 100, 25));
        QVERIFY(layout.heldAt({150, 30}) == std::size_t{1});
        QVERIFY(layout.heldAt({250, 30}) == std::size_t{2});
        QVERIFY(!layout.heldAt({350, 30}));
    }

    void whatIsTooSmallToSeeIsStillThere() {
        split::ArenaHistory tiny = history(4);
        tiny.held = {{split::HeldBytes::Kind::Tensor, 0, 0, 1, 0, 1, 3, 3},
                     {split::HeldBytes::Kind::Tensor, 1, 0, 1, 99'999, 1, 3, 3}};
        tiny.arenaBytes = 100'000;
        const HistoryLayout layout = layoutHeld(tiny, QRect(0, 0, 400, 100), 0, 20);
        QCOMPARE(layout.boxes[0].box, QRect(300, 99, 100, 1));
        QCOMPARE(layout.boxes[1].box, QRect(300, 0, 100, 1));
    }

    void marksKeepTheirDistance() {
        const HistoryLayout layout = layoutHeld(history(252), QRect(0, 0, 400, 100), 0, 20);
        const std::vector<int> marks = layout.marks(40);
        QVERIFY(marks.size() >= 4);
        for (std::size_t i = 1; i < marks.size(); ++i)
            QVERIFY(layout.column(marks[i]).left() - layout.column(marks[i - 1]).left() >= 39);
        QVERIFY(marks.back() <= 250);
    }
};

QTEST_MAIN(HistoryLayoutTest)
#include "history_layout_test.moc"
