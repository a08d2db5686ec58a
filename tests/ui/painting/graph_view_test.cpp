#include "ui/painting/graph_view.h"

#include <QAccessible>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>
#include <cstdlib>

#include "tests/ui/painting/view_fixture.h"
#include "ui/jobs/layout_job.h"

using namespace thimble;
using namespace thimble::ui;
using test::operatorItem;
using test::tensorItem;

namespace {

/// A view of a graph that was laid out as the window does it.
struct Shown {
    Selection selection;
    GraphView view;

    explicit Shown(const std::shared_ptr<const Report>& report, bool foldChains = false,
                   QSize size = {900, 700}) {
        view.setSelection(&selection);
        view.resize(size);
        show(report, foldChains);
        view.show();
        view.setFocus();
        view.grab();
    }
    void show(const std::shared_ptr<const Report>& report, bool foldChains) {
        auto scene = std::make_shared<GraphView::Scene>();
        scene->report = report;
        scene->content = graphContent(
            *report, diagram::makeDiagram(*report, 0, {.foldChains = foldChains}), nullptr);
        LayoutJob job;
        QSignalSpy finished(&job, &LayoutJob::finished);
        QObject::connect(&job, &LayoutJob::finished,
                         [&](const diagram::Layout& layout) { scene->layout = layout; });
        job.layOut(graphRequest(scene->content, PlotStyle(view)));
        QVERIFY(finished.wait(20'000));
        view.setScene(scene);
    }
    int row(const QString& name) {
        for (int r = 0; r < view.rowCount(); ++r)
            if (view.rowName(r).startsWith(name)) return r;
        return -1;
    }
};

}  // namespace

class GraphViewTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QAccessible::setActive(true); }

    void aBoxSaysWhatItsOperatorIs() {
        Shown shown(test::branchReport());
        QCOMPARE(shown.view.rowCount(), 6);
        const int add = shown.row("#2 ADD");
        QCOMPARE(shown.view.rowName(add), QStringLiteral("#2 ADD, the peak"));
        QVERIFY(shown.view.rowValue(add).contains(
            QStringLiteral("from #0 CONV_2D, #1 DEPTHWISE_CONV_2D")));
        QVERIFY(shown.view.rowValue(add).contains(QStringLiteral("1,000 B")));
        QVERIFY(shown.view.isFitted());
        QVERIFY(shown.view.mapRect().isEmpty());
    }

    void theSelectionActsBothWays() {
        Shown shown(test::branchReport());
        const int add = shown.row("#2 ADD");
        QTest::mouseClick(&shown.view, Qt::LeftButton, {}, shown.view.rowRect(add).center());
        QCOMPARE(shown.selection.current(), operatorItem(2));
        shown.selection.select(operatorItem(3));
        QCOMPARE(shown.view.currentRow(), shown.row("#3 SOFTMAX"));
        // A tensor stands where it comes from.
        shown.selection.select(tensorItem(1));
        QCOMPARE(shown.view.currentRow(), shown.row("#0 CONV_2D"));
        shown.selection.select(tensorItem(0));
        QCOMPARE(shown.view.currentRow(), shown.row("input"));
        QTest::keyClick(&shown.view, Qt::Key_Escape);
        QCOMPARE(shown.selection.current(), SelectedItem());
        QCOMPARE(shown.view.currentRow(), -1);
    }

    void aLineIsATensor() {
        Shown shown(test::branchReport());
        const QRect from = shown.view.rowRect(shown.row("#2 ADD"));
        const QRect to = shown.view.rowRect(shown.row("#3 SOFTMAX"));
        const QPoint between((from.center().x() + to.center().x()) / 2,
                             (from.bottom() + to.top()) / 2);
        QVERIFY(shown.view.edgeAt(between) >= 0);
        QVERIFY(shown.view.toolTipAt(between).contains(QStringLiteral("1,000 B")));
        QTest::mouseClick(&shown.view, Qt::LeftButton, {}, between);
        QCOMPARE(shown.selection.current(), tensorItem(3));
        QTest::mouseClick(&shown.view, Qt::LeftButton, {}, QPoint(3, shown.view.height() - 3));
        QCOMPARE(shown.selection.current(), SelectedItem());
    }

    void arrowsWalkAlongEdges() {
        Shown shown(test::branchReport());
        QTest::keyClick(&shown.view, Qt::Key_Home);
        QCOMPARE(shown.selection.current(), tensorItem(0));
        QTest::keyClick(&shown.view, Qt::Key_Down);
        QCOMPARE(shown.selection.current(), operatorItem(0));
        QTest::keyClick(&shown.view, Qt::Key_Down);
        QCOMPARE(shown.selection.current(), operatorItem(1));
        QTest::keyClick(&shown.view, Qt::Key_Down);
        QCOMPARE(shown.selection.current(), operatorItem(2));
        QTest::keyClick(&shown.view, Qt::Key_Up);
        QCOMPARE(shown.selection.current(), operatorItem(1));
        QTest::keyClick(&shown.view, Qt::Key_P);
        QCOMPARE(shown.selection.current(), operatorItem(2));
    }

    void aLargeGraphHasASmallMap() {
        Shown shown(test::largeReport(200), false, {500, 400});
        QVERIFY(!shown.view.isFitted());
        QCOMPARE(shown.view.scale(), 1.0);
        const QRect map = shown.view.mapRect();
        QVERIFY(shown.view.rect().contains(map));
        // It leads to the end.
        const int last = shown.view.rowCount() - 1;
        QTest::keyClick(&shown.view, Qt::Key_Home);
        QVERIFY(shown.view.rowRect(last).isEmpty());
        QTest::mouseClick(&shown.view, Qt::LeftButton, {},
                          QPoint(map.center().x(), map.bottom() - 1));
        QVERIFY(!shown.view.rowRect(last).isEmpty());
        QTest::keyClick(&shown.view, Qt::Key_F);
        QVERIFY(shown.view.isFitted());
        QVERIFY(shown.view.mapRect().isEmpty());
        QVERIFY(!shown.view.rowRect(0).isEmpty() && !shown.view.rowRect(last).isEmpty());
    }

    void theWheelZoomsAtThePointer() {
        Shown shown(test::largeReport(200), false, {500, 400});
        const int row = shown.row("#100 ");
        shown.view.selectRow(row);
        const QPoint place = shown.view.rowRect(row).center();
        QWheelEvent wheel(place, shown.view.mapToGlobal(QPointF(place)), {}, {0, 240}, Qt::NoButton,
                          Qt::ControlModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&shown.view, &wheel);
        QVERIFY(shown.view.scale() > 1.5);
        // From left to right it is in the middle while all of it fits.
        QVERIFY(std::abs(shown.view.rowRect(row).center().y() - place.y()) <= 2);
    }

    void whatIsSelectedStaysInSight() {
        Shown shown(test::largeReport(300), false, {500, 400});
        for (const int op : {299, 0, 150, 3}) {
            shown.selection.select(operatorItem(op));
            QVERIFY(!shown.view.rowRect(shown.view.currentRow()).isEmpty());
        }
    }

    void foldedChainsUnfold() {
        Shown shown(test::largeReport(60), true);
        int chain = -1;
        for (int r = 0; r < shown.view.rowCount(); ++r)
            if (shown.view.rowName(r).contains(QStringLiteral("operators"))) chain = r;
        QVERIFY(chain >= 0);
        QSignalSpy wanted(&shown.view, &GraphView::foldWanted);
        shown.view.selectRow(chain);
        QTest::keyClick(&shown.view, Qt::Key_Return);
        QCOMPARE(wanted.size(), 1);
        QTest::mouseDClick(&shown.view, Qt::LeftButton, {}, shown.view.rowRect(chain).center());
        QCOMPARE(wanted.size(), 2);
        QCOMPARE(wanted[0][0].toInt(), wanted[1][0].toInt());
        // An operator inside stands for its chain.
        shown.selection.select(operatorItem(wanted[0][0].toInt() + 1));
        QCOMPARE(shown.view.currentRow(), chain);
    }

    void assistiveTechnologySeesTheBoxes() {
        Shown shown(test::branchReport());
        QAccessibleInterface* list = QAccessible::queryAccessibleInterface(&shown.view);
        QCOMPARE(list->role(), QAccessible::List);
        QCOMPARE(list->childCount(), 6);
        QAccessibleInterface* add = list->child(shown.row("#2 ADD"));
        QCOMPARE(add->text(QAccessible::Name), QStringLiteral("#2 ADD, the peak"));
        add->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(shown.selection.current(), operatorItem(2));
        QVERIFY(add->state().selected);
        const QPoint centre = add->rect().center();
        QCOMPARE(list->childAt(centre.x(), centre.y()), add);
    }

    void withoutASceneThereIsAHint() {
        GraphView view;
        view.resize(300, 200);
        const QImage empty = view.grab().toImage();
        view.setScene(nullptr, QStringLiteral("Nothing here."));
        QVERIFY(view.grab().toImage() != empty);
        QTest::keyClick(&view, Qt::Key_Down);
        QCOMPARE(view.rowCount(), 0);
        QCOMPARE(view.rowAt({10, 100}), -1);
    }
};

QTEST_MAIN(GraphViewTest)
#include "graph_view_test.moc"
