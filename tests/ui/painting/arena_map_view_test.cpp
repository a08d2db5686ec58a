#include "ui/painting/arena_map_view.h"

#include <QHelpEvent>
#include <QTest>
#include <QToolTip>

#include "tests/ui/painting/view_fixture.h"
#include "ui/painting/timeline_view.h"

using namespace thimble;
using namespace thimble::ui;
using test::operatorItem;
using test::tensorItem;
using Fixture = test::ViewFixture<ArenaMapView>;

namespace {

// Buffers of branchReport.
constexpr std::int32_t kInput = 0, kLeft = 1, kRight = 2, kSum = 3, kScratch = 5;

}  // namespace

class ArenaMapViewTest : public QObject {
    Q_OBJECT

private slots:
    void selectsTheTensorThatIsClicked() {
        Fixture f;
        QTest::mouseClick(&f.view, Qt::LeftButton, {}, f.centreOf(kRight));
        QCOMPARE(f.selection.current(), tensorItem(2));
        QCOMPARE(f.view.currentBuffer(), kRight);
    }

    void selectsTheOperatorOfAScratchBuffer() {
        Fixture f;
        QTest::mouseClick(&f.view, Qt::LeftButton, {}, f.centreOf(kScratch));
        QCOMPARE(f.selection.current(), operatorItem(0));
        QCOMPARE(f.view.currentBuffer(), kScratch);
    }

    void selectsTheOperatorWhereNoBufferLies() {
        Fixture f;
        const QRect left = f.view.rowRect(kLeft);
        const QPoint above(f.centreOf(kInput).x() - left.width() / 8,
                           f.view.plot()->frame().plot.top() + 1);
        QCOMPARE(f.view.rowAt(above), -1);
        QTest::mouseClick(&f.view, Qt::LeftButton, {},
                          {f.view.rowRect(kSum).left() - 5, above.y()});
        QCOMPARE(f.selection.current(), operatorItem(1));
    }

    void walksWithTheKeyboard() {
        Fixture f;
        QTest::keyClick(&f.view, Qt::Key_Right);
        QCOMPARE(f.selection.current(), tensorItem(1));  // the largest at the peak
        QTest::keyClick(&f.view, Qt::Key_Up);
        QCOMPARE(f.view.currentBuffer(), kInput);
        QTest::keyClick(&f.view, Qt::Key_Down);
        QCOMPARE(f.view.currentBuffer(), kLeft);
        QTest::keyClick(&f.view, Qt::Key_Right);
        QCOMPARE(f.view.currentBuffer(), kRight);
        QTest::keyClick(&f.view, Qt::Key_Left);
        QCOMPARE(f.view.currentBuffer(), kScratch);  // begins with left, and lies nearer
        QTest::keyClick(&f.view, Qt::Key_Down);
        QCOMPARE(f.view.currentBuffer(), kInput);
        QTest::keyClick(&f.view, Qt::Key_Period);
        QTest::keyClick(&f.view, Qt::Key_Period);
        QCOMPARE(f.view.currentBuffer(), kRight);
        QTest::keyClick(&f.view, Qt::Key_Comma);
        QTest::keyClick(&f.view, Qt::Key_Comma);
        QCOMPARE(f.view.currentBuffer(), kInput);
        QTest::keyClick(&f.view, Qt::Key_Comma);  // there is none before
        QCOMPARE(f.view.currentBuffer(), kInput);
        for (int i = 0; i < 6; ++i) QTest::keyClick(&f.view, Qt::Key_Period);
        QCOMPARE(f.view.currentBuffer(), kScratch);
        QCOMPARE(f.selection.current(), operatorItem(0));
        QTest::keyClick(&f.view, Qt::Key_Comma);
        QCOMPARE(f.selection.current(), tensorItem(4));
        QTest::keyClick(&f.view, Qt::Key_P);
        QCOMPARE(f.selection.current(), operatorItem(2));
        QTest::keyClick(&f.view, Qt::Key_Up);  // into the operator that is selected
        QCOMPARE(f.selection.current(), tensorItem(1));
        QTest::keyClick(&f.view, Qt::Key_Escape);
        QCOMPARE(f.selection.current(), SelectedItem{});
        QCOMPARE(f.view.currentBuffer(), -1);
    }

    void explainsABufferInItsToolTip() {
        Fixture f;
        QHelpEvent event(QEvent::ToolTip, f.centreOf(kLeft), f.view.mapToGlobal(f.centreOf(kLeft)));
        QCoreApplication::sendEvent(&f.view, &event);
        const QString text = QToolTip::text();
        for (const char* part :
             {"#1 left", "INT8 [1, 1500]", "1,500 B", "1,504 B", "#0 CONV_2D to #2 ADD",
              "written by #0 CONV_2D, last read by #2 ADD"})
            QVERIFY2(text.contains(QLatin1String(part)), qPrintable(text));
        QToolTip::hideText();
    }

    void saysWhatItsLinesMean() {
        Fixture f;
        QCOMPARE(f.view.plot()->headText(), QStringLiteral("head 4,016 B"));
        QCOMPARE(f.view.plot()->note(), QStringLiteral("At #2 ADD (peak):"));
        QVERIFY(f.view.plot()->boundLabel().isEmpty());
        Report report = *test::branchReport();
        report.device.lowerBoundBytes = 3000;
        report.device.accepts = false;
        f.view.setReport(std::make_shared<const Report>(report));
        QCOMPARE(f.view.plot()->headText(), QStringLiteral("head 4,016 B, tensors only"));
        QCOMPARE(f.view.plot()->boundText(), QStringLiteral("lower bound: 3,000 B"));
        QVERIFY(f.view.plot()->frame().plot.contains(f.view.plot()->boundLabel()));
        f.selection.select(operatorItem(0));
        QCOMPARE(f.view.plot()->note(), QStringLiteral("At #0 CONV_2D:"));
    }

    void coloursWhatIsAliveAtTheSelectedOperator() {
        Fixture f;
        const auto colourInside = [&](std::int32_t buffer) {
            const QRect rect = f.view.rowRect(buffer);
            const QColor c = f.picture().pixelColor(rect.left() + 3, rect.center().y());
            return c.hsvSaturation();
        };
        QVERIFY(colourInside(kInput) < 10);  // dead at the peak: grey
        f.selection.select(operatorItem(0));
        QVERIFY(colourInside(kInput) > 100);
        QVERIFY(colourInside(kRight) < 10);
    }

    void standsBelowTheTimelineStepByStep() {
        Fixture f(test::largeReport(40));
        TimelineView timeline;
        timeline.setAxis(&f.axis);
        timeline.setSelection(&f.selection);
        timeline.setReport(f.view.report());
        timeline.resize(f.view.width(), 300);
        f.axis.setRange(3, 20);
        QCOMPARE(timeline.plot()->layout().scale, f.view.plot()->layout().scale);
        // The pointer over one is shown in both.
        QTest::mouseMove(&timeline, timeline.rowRect(7).center());
        QCOMPARE(f.selection.hoveredStep(), 7);
        QTest::mouseMove(&f.view, {timeline.rowRect(9).center().x(), 200});
        QCOMPARE(f.selection.hoveredStep(), 9);
        QTest::mouseClick(&timeline, Qt::LeftButton, {}, timeline.rowRect(9).center());
        QCOMPARE(f.view.cursor(), 9);
    }

    void showsOverlapsOfAPlanFromTheFile() {
        Report report = *test::branchReport();
        report.device.buffers[kRight].offset = 1008;
        Fixture f(std::make_shared<const Report>(report));
        const QImage silent = f.picture();
        report.device.planFaults = {"right overlaps left"};
        f.view.setReport(std::make_shared<const Report>(report));
        QCOMPARE(f.view.plot()->layout().overlaps.size(), 1U);
        QVERIFY(f.picture() != silent);
    }

    void doesNotBreakOnOddReports() {
        Fixture f(nullptr);
        f.picture();
        QTest::keyClick(&f.view, Qt::Key_Right);
        f.view.setReport(std::make_shared<const Report>());
        f.picture();
        Report report = *test::branchReport();
        report.device.buffers.clear();
        for (TensorRow& tensor : report.tensors) tensor.buffer = -1;
        report.device.headBytes = 0;
        report.device.lowerBoundBytes = 0;
        f.view.setReport(std::make_shared<const Report>(report));
        f.picture();
        QTest::keyClick(&f.view, Qt::Key_Right);
        QTest::keyClick(&f.view, Qt::Key_Period);
        QCOMPARE(f.view.currentBuffer(), -1);
        f.view.setReport(test::branchReport());
        for (const QSize size : {QSize(1, 1), QSize(30, 10), QSize(10, 300), QSize(300, 20)}) {
            f.view.resize(size);
            f.picture();
        }
    }
};

QTEST_MAIN(ArenaMapViewTest)
#include "arena_map_view_test.moc"
