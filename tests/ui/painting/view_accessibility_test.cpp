#include <QAccessible>
#include <QTest>

#include "tests/ui/painting/report_builder.h"
#include "ui/painting/arena_map_view.h"
#include "ui/painting/timeline_view.h"

using namespace thimble;
using namespace thimble::ui;

class ViewAccessibilityTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QAccessible::setActive(true); }

    void timelineOffersItsSteps() {
        TimelineView view;
        view.setReport(test::branchReport());
        view.resize(800, 400);
        view.show();
        QAccessibleInterface* list = QAccessible::queryAccessibleInterface(&view);
        QVERIFY(list != nullptr);
        QCOMPARE(list->role(), QAccessible::List);
        QCOMPARE(list->text(QAccessible::Name), QStringLiteral("Timeline"));
        QCOMPARE(list->childCount(), 5);
        QAccessibleInterface* peak = list->child(3);
        QCOMPARE(peak->text(QAccessible::Name), QStringLiteral("#2 ADD, the peak"));
        QCOMPARE(peak->text(QAccessible::Value),
                 QStringLiteral("4,000 B: inputs 3,000 B, outputs 1,000 B"));
        QCOMPARE(list->child(0)->text(QAccessible::Name), QStringLiteral("inputs arrive"));
        QCOMPARE(list->indexOfChild(peak), 3);
        QCOMPARE(list->child(3), peak);
        QVERIFY(list->child(5) == nullptr);
        QVERIFY(list->child(-1) == nullptr);
        QCOMPARE(peak->parent(), list);
        const QPoint centre = peak->rect().center();
        QCOMPARE(list->childAt(centre.x(), centre.y()), peak);
    }

    void aRowCanBeSelectedWithoutAMouse() {
        TimelineView view;
        view.setReport(test::branchReport());
        QAccessibleInterface* row = QAccessible::queryAccessibleInterface(&view)->child(2);
        QVERIFY(!row->state().selected);
        row->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(view.selection()->current(), (SelectedItem{SelectedItem::Kind::Operator, 0, 1}));
        QVERIFY(row->state().selected);
    }

    void arenaMapOffersItsBuffers() {
        ArenaMapView view;
        view.setReport(test::branchReport());
        view.resize(800, 400);
        QAccessibleInterface* list = QAccessible::queryAccessibleInterface(&view);
        QCOMPARE(list->childCount(), 6);
        QCOMPARE(list->child(1)->text(QAccessible::Name), QStringLiteral("#1 left"));
        QCOMPARE(list->child(1)->text(QAccessible::Value),
                 QStringLiteral("1,500 B, offsets 0 B to 1,504 B, alive: #0 CONV_2D to #2 ADD"));
        QCOMPARE(list->child(4)->text(QAccessible::Name), QStringLiteral("#4"));
        QCOMPARE(list->child(5)->text(QAccessible::Name), QStringLiteral("scratch of #0 CONV_2D"));
        list->child(5)->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(view.currentBuffer(), 5);
    }

    void rowsFollowTheReport() {
        TimelineView view;
        view.setReport(test::branchReport());
        QAccessibleInterface* list = QAccessible::queryAccessibleInterface(&view);
        QAccessibleInterface* last = list->child(4);
        QVERIFY(last->isValid());
        view.setReport(nullptr);
        QCOMPARE(list->childCount(), 0);
        QVERIFY(!last->isValid());
        QVERIFY(last->text(QAccessible::Name).isEmpty());
        QVERIFY(last->rect().isNull());
        QVERIFY(last->state().invalid);
        view.setReport(test::branchReport());
        QVERIFY(last->isValid());
    }
};

QTEST_MAIN(ViewAccessibilityTest)
#include "view_accessibility_test.moc"
