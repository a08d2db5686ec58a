// Every page of the window as a screen reader walks through it.
#include <QAccessible>
#include <QAction>
#include <QPushButton>
#include <QSpinBox>

#include "tests/ui/support/runs.h"
#include "tests/ui/support/window.h"
#include "ui/pages/boards_page.h"
#include "ui/pages/evaluate_page.h"
#include "ui/pages/front_chart.h"
#include "ui/pages/graph_page.h"
#include "ui/pages/plan_page.h"
#include "ui/pages/prune_page.h"
#include "ui/pages/run_page.h"
#include "ui/pages/search_controls.h"
#include "ui/pages/search_page.h"
#include "ui/pages/split_page.h"
#include "ui/painting/channel_strip.h"
#include "ui/painting/confusion_view.h"
#include "ui/painting/history_view.h"
#include "ui/painting/memory_map_view.h"
#include "ui/painting/painted_rows.h"
#include "ui/painting/tensor_view.h"
#include "ui/painting/working_set_view.h"
#include "ui/widgets/arena_bar.h"

using namespace thimble;
using namespace thimble::ui;
using test::Window;

namespace {

constexpr int kLooked = 40;       // rows and cells of each view
constexpr int kInputBytes = 490;  // of ds_cnn_s
constexpr int kLongMs = 240'000;  // under the sanitizers, too

QString wrong(const QWidget* view, const QString& what) {
    return QStringLiteral("%1 (%2): %3")
        .arg(QString::fromLatin1(view->metaObject()->className()), view->accessibleName(), what);
}

/// The first thing that a screen reader would stumble over; empty: nothing.
QString problemOfPart(QWidget* view, QAccessibleInterface* part, QAccessibleInterface* parent,
                      const QString& where) {
    if (part == nullptr) return wrong(view, where + " is not there");
    if (!part->isValid()) return wrong(view, where + " is not valid");
    if (part->parent() != parent) return wrong(view, where + " has another parent");
    if (part->text(QAccessible::Name).isEmpty()) return wrong(view, where + " has no name");
    const QAccessible::State state = part->state();
    if (state.invalid || !state.selectable || !state.focusable)
        return wrong(view, where + " cannot be selected");
    const QRect all(view->mapToGlobal(QPoint()), view->size());
    const QRect rect = part->rect();
    if (rect.isEmpty() != (state.offscreen == 1))
        return wrong(view, where + " is on and off the screen");
    if (!rect.isEmpty() && !all.intersects(rect)) return wrong(view, where + " is elsewhere");
    return {};
}

QString problemOf(QWidget* view) {
    auto* rows = dynamic_cast<PaintedRows*>(view);
    QAccessibleInterface* list = QAccessible::queryAccessibleInterface(view);
    if (list == nullptr) return wrong(view, "nothing for assistive technology");
    if (list->text(QAccessible::Name).isEmpty()) return wrong(view, "no name");
    if (list->childCount() != rows->rowCount()) return wrong(view, "another number of rows");
    if (list->role() != (rows->columnCount() > 0 ? QAccessible::Table : QAccessible::List))
        return wrong(view, "another role");
    for (int r = 0; r < std::min(list->childCount(), kLooked); ++r) {
        QAccessibleInterface* row = list->child(r);
        const QString where = QStringLiteral("row %1").arg(r);
        if (const QString problem = problemOfPart(view, row, list, where); !problem.isEmpty())
            return problem;
        if (list->indexOfChild(row) != r) return wrong(view, where + " has another position");
        if (row->childCount() != rows->columnCount())
            return wrong(view, where + " has another number of cells");
        for (int c = 0; c < std::min(row->childCount(), kLooked); ++c)
            if (const QString problem = problemOfPart(view, row->child(c), row,
                                                      where + QStringLiteral(", cell %1").arg(c));
                !problem.isEmpty())
                return problem;
    }
    if (list->child(-1) != nullptr || list->child(list->childCount()) != nullptr)
        return wrong(view, "rows that there are not");
    return {};
}

/// Selecting by assistive technology does what a click does.
QString problemOfSelecting(QWidget* view) {
    auto* rows = dynamic_cast<PaintedRows*>(view);
    QAccessibleInterface* list = QAccessible::queryAccessibleInterface(view);
    const int last = list->childCount() - 1;
    if (last < 0 || view->focusPolicy() == Qt::NoFocus) return {};
    QAccessibleInterface* part = list->child(last);
    if (rows->columnCount() > 0) part = part->child(0);
    part->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    // A plan that is chosen is computed first.
    if (!QTest::qWaitFor([&] { return rows->currentRow() == last; }, test::kPatienceMs))
        return wrong(view, "the last row is not selected");
    if (!part->state().selected) return wrong(view, "what is selected does not say so");
    view->setFocus();
    if (view->hasFocus() && list->focusChild() != part)
        return wrong(view, "the focus is elsewhere");
    return {};
}

}  // namespace

class WindowAccessibilityTest : public test::WindowTest {
    Q_OBJECT

    QSet<QString> m_seen;

    void checkShown(Window& window) {
        Window::layOut();
        for (QWidget* widget : window->findChildren<QWidget*>()) {
            if (!widget->isVisible() || dynamic_cast<PaintedRows*>(widget) == nullptr) continue;
            m_seen.insert(QString::fromLatin1(widget->metaObject()->className()));
            const QString problem = problemOf(widget);
            QVERIFY2(problem.isEmpty(), qPrintable(problem));
            const QString selecting = problemOfSelecting(widget);
            QVERIFY2(selecting.isEmpty(), qPrintable(selecting));
        }
    }

private slots:
    void initTestCase() { QAccessible::setActive(true); }

    void everyPageCanBeWalkedThrough() {
        Window window(settings(), {1600, 1000});
        QVERIFY(window.open(test::sampleFile("ds_cnn_s")));
        QVERIFY(window.settlePlan());
        QVERIFY(QTest::qWaitForWindowActive(&*window));
        checkShown(window);
        window->showPlanPage();
        checkShown(window);
        window->showRunPage();
        window->runPage()->run();
        QTRY_VERIFY_WITH_TIMEOUT(!window->runner().isBusy(), test::kPatienceMs);
        window->selection().select(
            {SelectedItem::Kind::Tensor, 0, window.report().operatorRow(0, 1).outputs.front()});
        checkShown(window);
        window->showGraphPage();
        QTRY_VERIFY_WITH_TIMEOUT(!window->graphPage()->isWorking(), test::kPatienceMs);
        checkShown(window);
        window->showSplitPage();
        QTRY_VERIFY_WITH_TIMEOUT(!window->rowPlanner().isWorking(), test::kPatienceMs);
        checkShown(window);
        window->showPrunePage();
        QTRY_VERIFY_WITH_TIMEOUT(!window->pruner().isWorking(), test::kPatienceMs);
        checkShown(window);
        window->boardFits().choose("nucleo-f446re");
        window->showBoardsPage();
        QTRY_VERIFY_WITH_TIMEOUT(!window->boardFits().isWorking(), test::kPatienceMs);
        checkShown(window);
        for (const char* view :
             {"TimelineView", "ArenaMapView", "GraphView", "TensorView", "HistoryView",
              "ChannelStrip", "WorkingSetView", "MemoryMapView", "ArenaBar", "ParetoChart"})
            QVERIFY2(m_seen.contains(QStringLiteral("thimble::ui::") + view), view);
    }

    void theConfusionMatrixIsATable() {
        ConfusionView view;
        eval::Confusion confusion(3);
        for (const auto& [label, answer, times] :
             {std::tuple{0, 0, 7}, {0, 2, 3}, {1, 1, 5}, {2, 2, 4}})
            for (int i = 0; i < times; ++i)
                confusion.add(static_cast<std::size_t>(label), static_cast<std::size_t>(answer));
        view.setCounts(confusion, {"yes", "no", "silence"}, {});
        view.resize(600, 600);
        view.show();
        QVERIFY(problemOf(&view).isEmpty());
        QAccessibleInterface* table = QAccessible::queryAccessibleInterface(&view);
        QCOMPARE(table->childCount(), 3);
        QAccessibleInterface* cell = table->child(0)->child(2);
        QCOMPARE(cell->role(), QAccessible::Cell);
        QCOMPARE(cell->text(QAccessible::Name), "yes answered as silence");
        QVERIFY(cell->text(QAccessible::Value).startsWith("3 of 10 samples of yes"));
        const QPoint centre = cell->rect().center();
        QAccessibleInterface* row = table->childAt(centre.x(), centre.y());
        QCOMPARE(row, table->child(0));
        QCOMPARE(row->childAt(centre.x(), centre.y()), cell);
        QVERIFY(problemOfSelecting(&view).isEmpty());
    }

    void cellsOfOtherDataAreNotValid() {
        ConfusionView view;
        view.setCounts(eval::Confusion(4), {}, {});
        view.resize(600, 600);
        QAccessibleInterface* cell =
            QAccessible::queryAccessibleInterface(&view)->child(3)->child(3);
        QVERIFY(cell->isValid());
        view.setCounts(eval::Confusion(2), {}, {});
        QVERIFY(!cell->isValid());
        QVERIFY(cell->text(QAccessible::Name).isEmpty());
        QVERIFY(cell->rect().isNull());
    }

    void aFrontIsAListOfItsPoints() {
        FrontChart chart;
        connect(&chart, &FrontChart::chosen, &chart, &FrontChart::choose);
        chart.show({.all = {{3, 60}, {9, 91}},
                    .front = {{4, 70}, {6, 85}, {8, 92}},
                    .tips = {"Score 70 %", "Score 85 %", "Score 92 %"},
                    .chosen = 0,
                    .xTitle = "arena, KiB",
                    .yTitle = "score, %"});
        chart.resize(600, 400);
        chart.QWidget::show();
        QCOMPARE(problemOf(&chart), QString());
        QAccessibleInterface* list = QAccessible::queryAccessibleInterface(&chart);
        QCOMPARE(list->childCount(), 3);
        QCOMPARE(list->child(0)->text(QAccessible::Name), "point 1, chosen");
        QCOMPARE(list->child(1)->text(QAccessible::Name), "point 2");
        QCOMPARE(list->child(1)->text(QAccessible::Value), "Score 85 %");
        const QPoint centre = list->child(1)->rect().center();
        QCOMPARE(list->childAt(centre.x(), centre.y()), list->child(1));
        QCOMPARE(problemOfSelecting(&chart), QString());
        QCOMPARE(chart.content().chosen, 2);
        QCOMPARE(chart.accessibleDescription(), "Score 92 %");
    }

    void aSearchCanBeWalkedThrough() {
        const QString data = newFile("samples");
        QVERIFY(test::writeDataFolder(data, 24, 12, kInputBytes));
        Window window(settings(), {1600, 1000});
        QVERIFY(window.open(test::sampleFile("ds_cnn_s")));
        QVERIFY(QTest::qWaitForWindowActive(&*window));
        window->openDataFolder(data);
        QTRY_VERIFY_WITH_TIMEOUT(window->dataFolder().state() == DataFolder::State::Ready,
                                 test::kPatienceMs);
        window->actions().searchPage->trigger();
        SearchPage& page = *window->searchPage();
        page.controls()->evaluations()->setValue(6);
        page.startButton()->click();
        QTRY_VERIFY_WITH_TIMEOUT(window->searcher().state() == Searcher::State::Done, kLongMs);
        m_seen.clear();
        checkShown(window);
        QVERIFY(m_seen.contains("thimble::ui::FrontChart"));
        QVERIFY(page.chart()->rowCount() > 0 && page.history()->rowCount() > 0);
        QCOMPARE(page.chosen(), page.chart()->rowCount() - 1);
        QVERIFY(page.chart()->rowValue(0).startsWith("Score "));
        QVERIFY(page.history()->rowValue(0).startsWith("Evaluation "));
    }

    void aChannelThatGoesSaysSo() {
        ChannelStrip strip;
        strip.setCells({{0, 1.0, true}, {5, 0.2, false}},
                       [](int channel) { return QString("importance of %1").arg(channel); });
        strip.resize(300, 100);
        strip.show();
        QVERIFY(problemOf(&strip).isEmpty());
        QAccessibleInterface* list = QAccessible::queryAccessibleInterface(&strip);
        QCOMPARE(list->child(1)->text(QAccessible::Name), "channel 5, taken away");
        QCOMPARE(list->child(1)->text(QAccessible::Value), "importance of 5");
        QVERIFY(problemOfSelecting(&strip).isEmpty());
    }
};

THIMBLE_WINDOW_TEST_MAIN(WindowAccessibilityTest)
#include "window_accessibility_test.moc"
