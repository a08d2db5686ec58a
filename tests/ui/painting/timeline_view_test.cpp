#include "ui/painting/timeline_view.h"

#include <QHelpEvent>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>
#include <QWheelEvent>

#include "tests/ui/painting/view_fixture.h"
#include "ui/painting/plot_text.h"

using namespace thimble;
using namespace thimble::ui;
using test::operatorItem;
using Fixture = test::ViewFixture<TimelineView>;

namespace {

void wheel(QWidget& widget, const QPoint& at, int angle, Qt::KeyboardModifiers modifiers) {
    QWheelEvent event(at, widget.mapToGlobal(at), {}, {0, angle}, Qt::NoButton, modifiers,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&widget, &event);
}

}  // namespace

class TimelineViewTest : public QObject {
    Q_OBJECT

private slots:
    void selectsTheOperatorThatIsClicked() {
        Fixture f;
        QSignalSpy spy(&f.selection, &Selection::changed);
        QTest::mouseClick(&f.view, Qt::LeftButton, {}, f.centreOf(2));
        QCOMPARE(f.selection.current(), operatorItem(1));
        QCOMPARE(f.view.cursor(), 2);
        QCOMPARE(spy.count(), 1);
        QTest::mouseClick(&f.view, Qt::LeftButton, {}, f.centreOf(2));
        QCOMPARE(spy.count(), 1);
        QTest::mouseClick(&f.view, Qt::RightButton, {}, f.centreOf(4));
        QCOMPARE(f.selection.current(), operatorItem(1));
    }

    void selectsThePeakByItsLabel() {
        Fixture f;
        QTest::mouseClick(&f.view, Qt::LeftButton, {}, f.view.plot()->peakLabel().center());
        QCOMPARE(f.selection.current(), operatorItem(2));
    }

    void showsWhatEachOperatorCosts() {
        Fixture f;
        const QImage bytes = f.picture();
        f.view.setQuantity(StepQuantity::Macs);
        QVERIFY(f.view.plot() == nullptr && f.view.costPlot() != nullptr);
        QVERIFY(f.picture() != bytes);
        // Keys, clicks and rows are the same.
        QTest::keyClick(&f.view, Qt::Key_End);
        QCOMPARE(f.selection.current(), operatorItem(3));
        QTest::mouseClick(&f.view, Qt::LeftButton, {}, f.centreOf(2));
        QCOMPARE(f.selection.current(), operatorItem(1));
        QCOMPARE(f.view.rowValue(0), QStringLiteral("no operator runs"));
        // Nothing is known without a board: it is said, and the steps stay.
        f.view.setQuantity(StepQuantity::Cycles);
        QCOMPARE(f.view.rowValue(2), QStringLiteral("unknown"));
        QVERIFY(f.view.costPlot()->largestLabel().isEmpty());
        QVERIFY(f.view.accessibleDescription().contains(QStringLiteral("none is chosen")));
        QTest::mouseClick(&f.view, Qt::LeftButton, {}, f.centreOf(4));
        QCOMPARE(f.selection.current(), operatorItem(3));
        QTest::keyClick(&f.view, Qt::Key_Escape);
        f.view.setQuantity(StepQuantity::Bytes);
        QVERIFY(f.view.plot() != nullptr);
        QCOMPARE(f.picture(), bytes);
    }

    void selectsTheLargestByItsLabel() {
        Fixture f;
        BoardCosts board{QStringLiteral("Board"), cost::CostEstimate{}, {}};
        for (int op = 0; op < 4; ++op) {
            board.estimate->operators.emplace_back();
            board.estimate->operators.back().index = op;
            board.estimate->operators.back().cycles = {1, op == 1 ? 9.0 : 2.0, 10};
        }
        f.view.setQuantity(StepQuantity::Cycles);
        f.view.setBoardCosts(board);
        QVERIFY(f.view.rowName(2).endsWith(QStringLiteral(", the largest")));
        QTest::mouseClick(&f.view, Qt::LeftButton, {}, f.view.costPlot()->largestLabel().center());
        QCOMPARE(f.selection.current(), operatorItem(1));
        f.view.setReport(nullptr);
        QVERIFY(f.view.costPlot() == nullptr);
        QVERIFY(!f.picture().isNull());
    }

    void standsForTheInputsWithTheFirstOfThem() {
        Fixture f;
        QTest::mouseClick(&f.view, Qt::LeftButton, {}, f.centreOf(0));
        QCOMPARE(f.selection.current(), (SelectedItem{SelectedItem::Kind::Tensor, 0, 0}));
        QTest::keyClick(&f.view, Qt::Key_Right);
        QCOMPARE(f.selection.current(), operatorItem(0));
    }

    void walksWithTheKeyboard() {
        Fixture f;
        QTest::keyClick(&f.view, Qt::Key_Right);  // from nowhere: the peak
        QCOMPARE(f.selection.current(), operatorItem(2));
        QTest::keyClick(&f.view, Qt::Key_Right);
        QCOMPARE(f.selection.current(), operatorItem(3));
        QTest::keyClick(&f.view, Qt::Key_Right);  // the end
        QCOMPARE(f.selection.current(), operatorItem(3));
        QTest::keyClick(&f.view, Qt::Key_Left);
        QTest::keyClick(&f.view, Qt::Key_Left);
        QCOMPARE(f.selection.current(), operatorItem(1));
        QTest::keyClick(&f.view, Qt::Key_End);
        QCOMPARE(f.selection.current(), operatorItem(3));
        QTest::keyClick(&f.view, Qt::Key_Home);
        QCOMPARE(f.view.cursor(), 0);
        QTest::keyClick(&f.view, Qt::Key_P);
        QCOMPARE(f.selection.current(), operatorItem(2));
        QTest::keyClick(&f.view, Qt::Key_Escape);
        QCOMPARE(f.selection.current(), SelectedItem{});
        QCOMPARE(f.view.cursor(), -1);
    }

    void startsFromTheSelectedTensor() {
        Fixture f;
        f.selection.select({SelectedItem::Kind::Tensor, 0, 2});  // written in step 2
        QTest::keyClick(&f.view, Qt::Key_Right);
        QCOMPARE(f.selection.current(), operatorItem(2));
    }

    void zoomsAtThePointerAndWithTheKeyboard() {
        Fixture f(test::largeReport(200));
        const QPoint at = f.centreOf(50);
        const double before = f.axis.scale(0, 1).stepWidth();
        const QRect plot = f.view.plot()->frame().plot;
        const double under = f.axis.scale(plot.left(), plot.width()).stepAt(at.x());
        wheel(f.view, at, 120, Qt::ControlModifier);
        QVERIFY(f.axis.scale(0, 1).stepWidth() > before);
        QCOMPARE(f.axis.scale(plot.left(), plot.width()).stepAt(at.x()), under);
        QTest::keyClick(&f.view, Qt::Key_0);
        QVERIFY(f.axis.isFitted());
        QTest::keyClick(&f.view, Qt::Key_Plus);
        QVERIFY(!f.axis.isFitted());
        QTest::keyClick(&f.view, Qt::Key_Minus);
        QVERIFY(f.axis.isFitted());
        QTest::keyClick(&f.view, Qt::Key_Plus);
        QTest::keyClick(&f.view, Qt::Key_F);
        QVERIFY(f.axis.isFitted());
    }

    void pansWithWheelKeysAndDragging() {
        Fixture f(test::largeReport(200));
        f.axis.setRange(50, 100);
        wheel(f.view, {400, 200}, -120, {});
        QCOMPARE(f.axis.first(), 55.0);
        wheel(f.view, {400, 200}, 120, Qt::ShiftModifier);
        QCOMPARE(f.axis.first(), 50.0);
        QTest::keyClick(&f.view, Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(f.axis.first(), 55.0);
        QTest::keyClick(&f.view, Qt::Key_PageUp);
        QCOMPARE(f.axis.first(), 5.0);

        f.axis.setRange(50, 100);
        const double stepWidth = f.view.plot()->layout().scale.stepWidth();
        QTest::mousePress(&f.view, Qt::LeftButton, {}, {400, 200});
        QTest::mouseMove(&f.view, {350, 200});
        QTest::mouseRelease(&f.view, Qt::LeftButton, {}, {350, 200});
        QCOMPARE(f.axis.first(), 50 + 50 / stepWidth);
        QCOMPARE(f.selection.current(), SelectedItem{});  // a drag is no click
    }

    void leavesTheWheelToOthersWhileAllIsVisible() {
        Fixture f;
        QWheelEvent event(QPointF(400, 200), f.view.mapToGlobal(QPointF(400, 200)), {}, {0, 120},
                          Qt::NoButton, {}, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&f.view, &event);
        QVERIFY(!event.isAccepted());
    }

    void keepsTheSelectedOperatorInSight() {
        Fixture f(test::largeReport(200));
        f.axis.setRange(0, 20);
        f.view.selectStep(150);
        QVERIFY(f.axis.first() <= 150 && f.axis.last() >= 151);
    }

    void tellsOthersWhichStepIsUnderThePointer() {
        Fixture f;
        QTest::mouseMove(&f.view, f.centreOf(3));
        QCOMPARE(f.selection.hoveredStep(), 3);
        const QImage with = f.picture();
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(&f.view, &leave);
        QCOMPARE(f.selection.hoveredStep(), -1);
        QVERIFY(with != f.picture());
    }

    void explainsAStepInItsToolTip() {
        Fixture f;
        QHelpEvent event(QEvent::ToolTip, f.centreOf(3), f.view.mapToGlobal(f.centreOf(3)));
        QCoreApplication::sendEvent(&f.view, &event);
        const QString text = QToolTip::text();
        for (const char* part : {"#2 ADD", "3,000 B", "1,000 B", "4,000 B", "1,000"})
            QVERIFY2(text.contains(QLatin1String(part)), qPrintable(text));
        QToolTip::hideText();
    }

    void labelsThePeakAndKeepsTheLabelInside() {
        Fixture f;
        QCOMPARE(f.view.plot()->peakText(), QStringLiteral("peak 4,000 B at #2 ADD"));
        for (const QSize size : {QSize(250, 200), QSize(800, 400), QSize(2560, 1440)}) {
            f.view.resize(size);
            const QRect label = f.view.plot()->peakLabel();
            QVERIFY(f.view.rect().contains(label));
            QVERIFY(!label.intersects(f.view.plot()->frame().plot));
            QVERIFY(!label.intersects(f.view.plot()->frame().header));
        }
        Report other = *test::branchReport();
        other.workingSet = {3000, 1, {2500, 3000, 3000, 1100}};
        Fixture g(std::make_shared<const Report>(other));
        QCOMPARE(g.view.plot()->peakText(), QStringLiteral("fullest step: 4,000 B at #2 ADD"));
        f.axis.setRange(0, 2);
        QVERIFY(f.view.plot()->peakText().endsWith(QChar(0x2192)));
        f.axis.setRange(4, 6);
        f.axis.setRange(3, 5);
        QVERIFY(!f.view.plot()->peakText().contains(QChar(0x2190)));
    }

    void showsTheSelectionOfOtherViews() {
        Fixture f;
        const QImage nothing = f.picture();
        f.selection.select(operatorItem(1));
        QCOMPARE(f.view.cursor(), 2);
        const QImage op = f.picture();
        QVERIFY(op != nothing);
        f.selection.select({SelectedItem::Kind::Tensor, 0, 1});
        QCOMPARE(f.view.cursor(), -1);
        QVERIFY(f.picture() != op);
        f.selection.select(operatorItem(999));  // of another model
        QCOMPARE(f.picture(), nothing);
    }

    void followsPaletteAndFont() {
        Fixture f;
        const QImage before = f.picture();
        QPalette dark(QColor(45, 45, 45));
        dark.setColor(QPalette::Base, QColor(30, 30, 30));
        dark.setColor(QPalette::Text, Qt::white);
        f.view.setPalette(dark);
        const QImage after = f.picture();
        QCOMPARE(after.pixelColor(1, after.height() / 2), QColor(30, 30, 30));
        const QSize small = f.view.minimumSizeHint();
        QFont large = f.view.font();
        large.setPointSize(2 * large.pointSize());
        f.view.setFont(large);
        QVERIFY(f.view.minimumSizeHint().height() > small.height());
        QVERIFY(f.picture() != after);
    }

    void saysWhatToDoWithoutAReport() {
        Fixture f(nullptr);
        QVERIFY(f.view.plot() == nullptr);
        QCOMPARE(f.view.rowCount(), 0);
        const QImage empty = f.picture();
        QTest::keyClick(&f.view, Qt::Key_Right);
        QTest::mouseClick(&f.view, Qt::LeftButton, {}, {100, 100});
        QTest::mouseMove(&f.view, {200, 100});
        wheel(f.view, {200, 100}, 120, Qt::ControlModifier);
        f.view.setReport(test::branchReport());
        QVERIFY(f.picture() != empty);
        f.view.setReport(std::make_shared<const Report>());  // a model without operators
        f.picture();
        f.view.setReport(nullptr);
        QCOMPARE(f.picture(), empty);
    }

    void outlivesSelectionAndAxis() {
        TimelineView view;
        view.setReport(test::branchReport());
        {
            Selection selection;
            StepAxis axis;
            view.setSelection(&selection);
            view.setAxis(&axis);
            view.selectStep(2);
        }
        view.resize(400, 300);
        view.grab();
        view.selectStep(3);
        QCOMPARE(view.selection()->current(), operatorItem(2));
        const QImage before = view.grab().toImage();
        view.selection()->select(operatorItem(0));
        view.zoomIn();
        QCOMPARE(view.cursor(), 1);
        QVERIFY(!view.axis()->isFitted());
        QVERIFY(view.grab().toImage() != before);
    }

    void sharesItsAxis() {
        Fixture f(test::largeReport(100));
        TimelineView other;
        other.setAxis(&f.axis);
        other.setReport(f.view.report());
        other.resize(800, 300);
        f.axis.setRange(10, 30);
        QCOMPARE(other.rowRect(20).left(), f.view.rowRect(20).left());
        QCOMPARE(other.rowRect(20).width(), f.view.rowRect(20).width());
    }

    void doesNotBreakWhenSmall() {
        Fixture f;
        for (const QSize size : {QSize(1, 1), QSize(30, 10), QSize(10, 300), QSize(300, 20)}) {
            f.view.resize(size);
            f.picture();
        }
        f.view.resize(500, 300);
        f.picture();
    }
};

QTEST_MAIN(TimelineViewTest)
#include "timeline_view_test.moc"
