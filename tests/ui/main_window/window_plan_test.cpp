// The best plan: the way there and back, asking for others, and the file.
#include <QAccessible>
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QTest>
#include <QToolButton>

#include "tests/ui/support/plans.h"
#include "tests/ui/support/window.h"
#include "ui/dialogs/export_files.h"
#include "ui/pages/plan_button.h"
#include "ui/pages/plan_page.h"
#include "ui/pages/plan_pictures.h"
#include "ui/pages/summary_page.h"
#include "ui/painting/step_axis.h"
#include "ui/viewmodels/effect_table_model.h"
#include "ui/viewmodels/moved_table_model.h"
#include "ui/widgets/message_bar.h"

using namespace thimble;
using namespace thimble::ui;
using test::shownText;
using test::Window;
using Kind = SelectedItem::Kind;

namespace {

PlanButton* button(Window& window) { return window->explorer()->summary()->planButton(); }

}  // namespace

class WindowPlanTest : public test::WindowTest {
    Q_OBJECT

    /// The page of a model, open.
    bool openPlan(Window& window, const char* sample) {
        if (!window.open(test::sampleFile(sample)) || !window.settlePlan()) return false;
        window->showPlanPage();
        Window::layOut();
        return window->planPage()->isVisible();
    }

private slots:
    void theButtonCarriesItsEffect() {
        Window window(settings());
        QVERIFY(!button(window)->isVisible());
        QVERIFY(window.open(test::sampleFile("nas_cell")));
        QVERIFY(window.settlePlan());
        const MemoryPlan& plan = window->planner().best()->plan;
        const Bytes saved = plan.before.minimumBytes - plan.after.minimumBytes;
        QVERIFY(saved > 0);
        QVERIFY(button(window)->isVisible() && !button(window)->isQuiet());
        QString digits = button(window)->text();
        digits.remove(QLatin1Char(','));
        QCOMPARE(digits, QStringLiteral("Best plan −%1 B").arg(saved));

        QVERIFY(window.open(test::sampleFile("person_detection")));
        QVERIFY(window.settlePlan());
        QCOMPARE(button(window)->text(), "Best plan: nothing to gain");
        QVERIFY(button(window)->isQuiet());
        window->document().close();
        QVERIFY(!window->actions().exportPlan->isEnabled());
    }

    void thereAndBack() {
        Window window(settings());
        QVERIFY(!window->actions().bestPlan->isEnabled());
        QVERIFY(window.open(test::sampleFile("nas_cell")));
        QVERIFY(window.settlePlan());
        QTest::mouseClick(button(window), Qt::LeftButton);
        PlanPage* page = window->planPage();
        QVERIFY(page->isVisible());
        QTest::keyClick(&*window, Qt::Key_Escape);
        QVERIFY(window->explorer()->isVisible());
        QTest::keyClick(&*window, Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(page->isVisible());
        QTest::mouseClick(page->backButton(), Qt::LeftButton);
        QVERIFY(window->explorer()->isVisible());
        // Esc is free again for the selection.
        window->selection().select({Kind::Operator, 0, 1});
        QTest::keyClick(&*window, Qt::Key_Escape);
        QCOMPARE(window->selection().current().kind, Kind::None);
    }

    void showsBeforeAndAfter() {
        Window window(settings());
        QVERIFY(openPlan(window, "nas_cell"));
        const PlannedModel& found = *window->planner().found();
        const PlanPage* page = window->planPage();
        QVERIFY(shownText(page).contains("of SRAM instead of 278,544 B"));
        QVERIFY(shownText(page).contains("No order can need less"));
        QCOMPARE(page->effects()->allRows(), 6);
        QCOMPARE(page->moved()->allRows(), static_cast<int>(found.changes.moved.size()));
        PlanPictures* pictures = page->pictures();
        QCOMPARE(pictures->timelineBefore()->report(), window->document().report());
        QCOMPARE(pictures->timelineAfter()->report(), found.after);
        // Less looks like less.
        QCOMPARE(pictures->timelineAfter()->plot()->layout().bytes.maximum,
                 pictures->timelineBefore()->plot()->layout().bytes.maximum);
        QCOMPARE(pictures->mapAfter()->plot()->layout().bytes.maximum,
                 pictures->mapBefore()->plot()->layout().bytes.maximum);
        QVERIFY(pictures->mapAfter()->plot()->layout().headY >
                pictures->mapBefore()->plot()->layout().headY);
    }

    void nothingToGainIsSaid() {
        Window window(settings());
        QVERIFY(openPlan(window, "person_detection"));
        const QString text = shownText(window->planPage());
        QVERIFY(text.contains("Nothing to gain"));
        QVERIFY(text.contains("its inputs and outputs alone are 55,296 bytes alive together"));
        QVERIFY(text.contains("Every operator keeps its step"));
        QVERIFY(!window->planPage()->moved()->isVisible());
    }

    void whatMovedIsSelectedOnBothSides() {
        Window window(settings());
        QVERIFY(openPlan(window, "nas_cell"));
        const auto& moved = window->planner().found()->changes.moved;
        TablePage* table = window->planPage()->moved();
        table->setFocus();
        QTest::keyClick(table, Qt::Key_Home, Qt::ControlModifier);
        QTest::keyClick(table, Qt::Key_Down);
        PlanPictures* pictures = window->planPage()->pictures();
        QVERIFY(window->selection().current().isOperator(0, moved[1].before));
        QVERIFY(pictures->selectionAfter()->current().isOperator(0, moved[1].after));
        QVERIFY(pictures->timelineBefore()->cursor() != pictures->timelineAfter()->cursor());
        // And from the picture of the plan.
        pictures->timelineAfter()->setFocus();
        QTest::keyClick(pictures->timelineAfter(), Qt::Key_Home);
        QTest::keyClick(pictures->timelineAfter(), Qt::Key_Right);
        QVERIFY(window->selection().current().isOperator(0, 0));
        window->actions().zoomIn->trigger();
        QVERIFY(!pictures->axis()->isFitted());
        QVERIFY(window->explorer()->axis()->isFitted());
    }

    void choosersAskForAnotherPlan() {
        Window window(settings());
        QVERIFY(openPlan(window, "nas_cell"));
        const PlanPage* page = window->planPage();
        const auto best = window->planner().found();
        page->orderChooser()->setFocus();
        QTest::keyClick(page->orderChooser(), Qt::Key_Up);
        QCOMPARE(window->planner().state(), Planner::State::Searching);
        QVERIFY(!page->exportButton()->isEnabled());
        QVERIFY(window.settlePlan());
        QVERIFY(window->planner().found()->plan.keepsOrder());
        QVERIFY(shownText(page).contains("as they are written"));
        QCOMPARE(page->moved()->allRows(), 0);
        page->placementChooser()->setFocus();
        QTest::keyClick(page->placementChooser(), Qt::Key_Up);
        QVERIFY(window.settlePlan());
        QCOMPARE(window->planner().found()->options.placement, PlacementChoice::Greedy);
        QTest::mouseClick(page->inPlaceBox(), Qt::LeftButton, {},
                          QPoint(5, page->inPlaceBox()->height() / 2));
        QVERIFY(window.settlePlan());
        QVERIFY(window->planner().found()->options.inPlace);
        // The button goes on showing the best, which comes back without a search.
        QVERIFY(button(window)->text().startsWith("Best plan −"));
        window->planner().setOptions(Planner::bestOptions());
        QCOMPARE(window->planner().state(), Planner::State::Found);
        QCOMPARE(window->planner().found(), best);
        QCOMPARE(page->orderChooser()->currentIndex(), 1);
    }

    void followsTheTarget() {
        Window window(settings());
        QVERIFY(openPlan(window, "resnet8"));
        window->document().setTarget("arm32-cmsis-dsp");
        QVERIFY(window.settle() && window.settlePlan());
        QVERIFY(window->planPage()->isVisible());
        QCOMPARE(window->planner().found()->after->target.name, "arm32-cmsis-dsp");
    }

    void aLongSearchCanBeEnded() {
        const QString path = newFile("hard.tflite");
        QVERIFY(test::writeHardModel(path));
        Window window(settings());
        QVERIFY(window.open(path));
        QCOMPARE(button(window)->text(), "Best plan: searching…");
        QVERIFY(button(window)->isQuiet());
        QTest::mouseClick(button(window), Qt::LeftButton);
        const PlanPage* page = window->planPage();
        QTRY_VERIFY(shownText(page).contains("Best so far"));
        QVERIFY(page->searchButton()->isVisible());
        // What is known is there already.
        QCOMPARE(page->pictures()->timelineBefore()->report(), window->document().report());
        QVERIFY(!page->pictures()->timelineAfter()->report());
        QVERIFY(!page->exportButton()->isEnabled());
        QTest::mouseClick(page->searchButton(), Qt::LeftButton);
        QVERIFY(window.settlePlan());
        const PlannedModel& found = *window->planner().found();
        QVERIFY(found.faults.empty());
        QVERIFY(shownText(page).contains("Cancelled, so not proven"));
        // It can go on, and another model ends it.
        QCOMPARE(page->searchButton()->text(), "&Search on");
        QTest::mouseClick(page->searchButton(), Qt::LeftButton);
        QCOMPARE(window->planner().state(), Planner::State::Searching);
        QVERIFY(window.open(test::sampleFile("resnet8")));
        QVERIFY(window.settlePlan());
        QCOMPARE(window->planner().found()->original, window->document().model());
    }

    void exportsAFileThatNeedsAsMuchAsSaid() {
        const QString input = newFile("model.tflite");
        QVERIFY(QFile::copy(test::sampleFile("nas_cell"), input));
        Window window(settings());
        QVERIFY(window.open(input));
        QVERIFY(window.settlePlan());
        const Bytes promised = window->planner().found()->plan.after.minimumBytes;
        const QString output = plannedName(input);
        QVERIFY(output.endsWith("model_planned.tflite"));
        QCOMPARE(QFileInfo(output).path(), QFileInfo(input).path());
        QVERIFY(window->exportPlanTo(output));
        QVERIFY(window->messageBar()->message().contains("model_planned.tflite"));
        QVERIFY(window.open(output));
        QCOMPARE(window.report().device.minimumBytes, promised);
        QVERIFY(window.report().device.hasOfflinePlan);
    }

    void neverOverwritesTheInput() {
        const QString input = newFile("model.tflite");
        QVERIFY(QFile::copy(test::sampleFile("nas_cell"), input));
        const auto bytes = [&input] {
            QFile file(input);
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        const QByteArray before = bytes();
        Window window(settings());
        QVERIFY(window.open(input));
        QVERIFY(window.settlePlan());
        QVERIFY(!window->exportPlanTo(input));
        QVERIFY(window->messageBar()->isVisible());
        const QString link = newFile("link.tflite");
        QVERIFY(QFile::link(input, link));
        QVERIFY(!window->exportPlanTo(link));
        QVERIFY(!window->exportPlanTo(path("no/such/folder.tflite")));
        QCOMPARE(bytes(), before);
    }

    void everyPaneIsReachedByKeyboard() {
        Window window(settings(), {800, 600});
        QVERIFY(openPlan(window, "nas_cell"));
        QVERIFY(QTest::qWaitForWindowActive(&*window));
        QVERIFY(window->width() <= 800 && window->height() <= 600);
        QSet<QWidget*> seen;
        const QList<QWidget*> panes = window->planPage()->panes();
        for (qsizetype i = 0; i < panes.size(); ++i) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6);
            QWidget* now = QApplication::focusWidget();
            seen.insert(now);
            const QPoint middle = now->mapTo(window->planPage(), now->rect().center());
            QVERIFY2(window->planPage()->rect().contains(middle),
                     qPrintable(now->accessibleName()));
        }
        QCOMPARE(seen.size(), panes.size());
        for (const QWidget* widget : window->planPage()->findChildren<QWidget*>()) {
            if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus) continue;
            QAccessibleInterface* accessible =
                QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
            QVERIFY2(accessible && !accessible->text(QAccessible::Name).isEmpty(),
                     widget->metaObject()->className());
        }
    }
};

THIMBLE_WINDOW_TEST_MAIN(WindowPlanTest)
#include "window_plan_test.moc"
