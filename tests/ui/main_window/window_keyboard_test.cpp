// Everything without a mouse, and with assistive technology.
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QCommandLinkButton>
#include <QPushButton>
#include <QTest>

#include "tests/ui/support/window.h"
#include "ui/pages/inspector_page.h"
#include "ui/pages/step_button.h"
#include "ui/pages/summary_page.h"
#include "ui/pages/welcome_page.h"
#include "ui/painting/step_axis.h"
#include "ui/viewmodels/operator_table_model.h"
#include "ui/widgets/filter_edit.h"

using namespace thimble;
using namespace thimble::ui;
using test::shownText;
using test::Window;
using Kind = SelectedItem::Kind;

class WindowKeyboardTest : public test::WindowTest {
    Q_OBJECT

private slots:
    void everyViewIsReachedByKeyboard() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        QVERIFY(QTest::qWaitForWindowActive(&*window));
        QCOMPARE(QApplication::focusWidget(), window.timeline());
        QList<QWidget*> seen;
        for (int i = 0; i < 5; ++i) {
            seen.append(QApplication::focusWidget());
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6);
        }
        QCOMPARE(QApplication::focusWidget(), window.timeline());
        const QList<QWidget*> expected = {
            window.timeline(), window.map(), window->tables()->filter(),
            window.table(TablesPanel::OperatorsTab), window->inspector()};
        QCOMPARE(seen, expected);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6, Qt::ShiftModifier);
        QCOMPARE(QApplication::focusWidget(), window->inspector());
    }

    void flatButtonsShowThatTheyHaveTheKeyboard() {
        Window window(settings());
        QTRY_VERIFY(window->welcome()->isSettled());
        QVERIFY(QTest::qWaitForWindowActive(&*window));
        const auto cards = window->welcome()->findChildren<QCommandLinkButton*>();
        QVERIFY(cards.size() > 1);
        cards[0]->setFocus(Qt::TabFocusReason);
        const QImage with = cards[0]->grab().toImage();
        cards[1]->setFocus(Qt::TabFocusReason);
        QVERIFY(cards[0]->grab().toImage() != with);
        QVERIFY(window.open(test::sampleFile("resnet8")));
        QVERIFY(window.settlePlan());
        QPushButton* prune = window->explorer()->summary()->pruneButton();
        const QImage before = prune->grab().toImage();
        prune->setFocus(Qt::TabFocusReason);
        QVERIFY(prune->grab().toImage() != before);
    }

    void keysWalkAndJumpToThePeak() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        QVERIFY(QTest::qWaitForWindowActive(&*window));
        const int peak =
            window.report().steps[static_cast<std::size_t>(window.report().peakStep)].op;
        QTest::keyClick(window.timeline(), Qt::Key_P);
        QVERIFY(window->selection().current().isOperator(0, peak));
        QTest::keyClick(window.timeline(), Qt::Key_Right, Qt::ControlModifier);
        QVERIFY(window->selection().current().isOperator(0, peak + 1));
        QTest::keyClick(window.timeline(), Qt::Key_Left);
        QVERIFY(window->selection().current().isOperator(0, peak));
        QTest::keyClick(window.timeline(), Qt::Key_Escape);
        QVERIFY(window->selection().current().kind == Kind::None);
        // From a table too, where P could be taken for the beginning of a search.
        TablePage* table = window.table(TablesPanel::OperatorsTab);
        table->setFocus();
        QVERIFY(window->selection().current().kind == Kind::None);  // looking is not choosing
        QTest::keyClick(table, Qt::Key_P);
        QVERIFY(window->selection().current().isOperator(0, peak));
        QTest::keyClick(table, Qt::Key_Down);
        QVERIFY(window->selection().current().isOperator(0, peak + 1));
    }

    void zoomKeysMoveTheSharedAxis() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("person_detection")));
        StepAxis* axis = window->explorer()->axis();
        QVERIFY(axis->isFitted());
        window->actions().zoomIn->trigger();
        QVERIFY(!axis->isFitted());
        window->actions().fit->trigger();
        QVERIFY(axis->isFitted());
    }

    void tablesSortByKeyboard() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        TablePage* table = window.table(TablesPanel::OperatorsTab);
        table->setCurrentIndex(table->model()->index(0, OperatorTableModel::MacsColumn));
        table->setFocus();
        QTest::keyClick(table, Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
        QTest::keyClick(table, Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
        const auto macs = [table](int row) {
            return table->model()
                ->index(row, OperatorTableModel::MacsColumn)
                .data(SortRole)
                .toLongLong();
        };
        for (int row = 1; row < table->shownRows(); ++row) QVERIFY(macs(row - 1) >= macs(row));
    }

    void theTargetChooserChangesTheNumbers() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("person_detection")));
        const QString before = shownText(window->explorer()->summary());
        QComboBox* chooser = window->targetChooser();
        chooser->setFocus();
        QTest::keyClick(chooser, Qt::Key_End);
        QVERIFY(window.settle());
        QCOMPARE(chooser->currentData().toString(), "host64-reference");
        const QString after = shownText(window->explorer()->summary());
        QVERIFY(after != before);
        QVERIFY(after.contains("x86-64"));
        QTest::keyClick(chooser, Qt::Key_Up);
        QVERIFY(window.settle());
        QVERIFY(shownText(window->explorer()->summary()).contains("By formula"));
        QVERIFY(window->tables()->warnings() > 0);
    }

    void everyControlHasANameForAssistiveTechnology() {
        Window window(settings());
        QVERIFY(window.open(test::sampleFile("resnet8")));
        for (const QWidget* widget : window->findChildren<QWidget*>()) {
            if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus) continue;
            QAccessibleInterface* accessible =
                QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
            QVERIFY2(accessible && !accessible->text(QAccessible::Name).isEmpty(),
                     qPrintable(QString::fromLatin1(widget->metaObject()->className()) + " in " +
                                widget->parentWidget()->metaObject()->className()));
        }
    }
};

THIMBLE_WINDOW_TEST_MAIN(WindowKeyboardTest)
#include "window_keyboard_test.moc"
