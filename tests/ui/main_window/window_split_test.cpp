// Running by rows: the page, plans to choose from, edits of segments, and the way to the C project.
#include <QAbstractItemModelTester>
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

#include "tests/ui/support/window.h"
#include "ui/document/row_planner.h"
#include "ui/format/format.h"
#include "ui/pages/export_page.h"
#include "ui/pages/pareto_chart.h"
#include "ui/pages/segment_editor.h"
#include "ui/pages/segment_panel.h"
#include "ui/pages/split_page.h"
#include "ui/pages/split_pictures.h"
#include "ui/painting/history_view.h"
#include "ui/viewmodels/segment_table_model.h"
#include "ui/widgets/facts.h"

using namespace thimble;
using namespace thimble::ui;
using test::samplePath;
using test::shownText;
using test::Window;

namespace {

const char* const kFullyConnected =
    "FULLY_CONNECTED(i8 1x64 q.5:0, i8 16x64 q.02:0 =#1) -> i8 1x16 q.9:1";
const char* const kUnknown = "NoSuchOperator(i8 4) -> i8 4";

bool settleSplit(Window& window) {
    const bool done =
        QTest::qWaitFor([&] { return !window->rowPlanner().isWorking(); }, test::kPatienceMs);
    Window::layOut();
    return done;
}

/// As somebody who opens the list and clicks on the entry.
void pick(QComboBox& box, int index) {
    box.setCurrentIndex(index);
    emit box.activated(index);
}

bool openSplit(Window& window, const QString& model) {
    if (!window.open(model)) return false;
    window->showSplitPage();
    return settleSplit(window) && window->splitPage()->isVisible();
}

QString sample(const char* name) { return QString::fromStdString(samplePath(name).string()); }

}  // namespace

class WindowSplitTest : public test::WindowTest {
    Q_OBJECT

private slots:
    void withoutAModelThereIsNothing() {
        Window window(settings());
        QVERIFY(!window->actions().splitPage->isEnabled());
        window->showSplitPage();
        QVERIFY(!window->splitPage()->isVisible());
        QVERIFY(window->rowPlanner().state() == RowPlanner::State::Empty);
    }

    void theNumbersAreThoseOfTheProject() {
        Window window(settings());
        QVERIFY(openSplit(window, sample("ds_cnn_s")));
        const SplitPage& page = *window->splitPage();
        const auto& answer = window->rowPlanner().answer();
        const auto& study = window->rowPlanner().study();
        QVERIFY(answer && study && answer->arenaBytes < study->wholeArenaBytes);
        QCOMPARE(page.facts()->number(0), formatBytes(window.report().device.headBytes));
        QCOMPARE(page.facts()->number(1), formatBytes(study->wholeArenaBytes));
        QCOMPARE(page.facts()->number(2), formatBytes(answer->arenaBytes));
        QVERIFY(page.facts()->number(4).startsWith(
            formatCount(static_cast<std::int64_t>(answer->plan.tasks.size()))));
        QCOMPARE(page.facts()->number(5), QStringLiteral("none"));
        QVERIFY(page.facts()->number(6).contains(QStringLiteral("3 random inputs")));
        QVERIFY(shownText(&page).contains(QStringLiteral("times less")));
        QCOMPARE(page.segments()->table()->shownRows(), static_cast<int>(answer->segments.size()));
        QVERIFY(page.chart()->points().size() >= 2);
        QCOMPARE(page.chart()->shownPoint(), 0);
        // Both sides have one scale.
        QCOMPARE(page.pictures()->mapBefore()->plot().axis.maximum,
                 page.pictures()->mapAfter()->plot().axis.maximum);
        QVERIFY(page.stopButton()->isHidden());
    }

    void aPointIsChosenByAClickAndByKeys() {
        Window window(settings());
        QVERIFY(openSplit(window, sample("ds_cnn_s")));
        ParetoChart& chart = *window->splitPage()->chart();
        RowPlanner& planner = window->rowPlanner();
        const std::size_t last = chart.points().size() - 1;
        QTest::mouseClick(chart.viewport(), Qt::LeftButton, {}, chart.placeOf(last));
        QVERIFY(settleSplit(window));
        QCOMPARE(chart.shownPoint(), static_cast<int>(last));
        QCOMPARE(planner.answer()->arenaBytes, chart.points()[last].arenaBytes);
        QVERIFY(shownText(window->splitPage())
                    .contains(QStringLiteral("The smallest arena that was found has ")));
        QTest::keyClick(&chart, Qt::Key_Left);
        QVERIFY(settleSplit(window));
        QCOMPARE(chart.shownPoint(), static_cast<int>(last) - 1);
        window->splitPage()->segments()->bestButton()->click();
        QVERIFY(settleSplit(window));
        QCOMPARE(planner.answer(), planner.best());
        QVERIFY(!window->splitPage()->segments()->bestButton()->isEnabled());
    }

    void segmentsAreSplitJoinedAndBroughtBack() {
        Window window(settings());
        QVERIFY(openSplit(window, sample("ds_cnn_s")));
        SegmentPanel& panel = *window->splitPage()->segments();
        RowPlanner& planner = window->rowPlanner();
        const RowPlanner::Segments best = planner.segments();
        int longest = 0;
        for (std::size_t i = 0; i < best.size(); ++i)
            if (best[i].end - best[i].first > 2) longest = static_cast<int>(i);
        panel.choose(longest);
        QCOMPARE(panel.chosen(), longest);
        QVERIFY(panel.splitButton()->isEnabled());
        panel.splitButton()->menu()->actions().constFirst()->trigger();
        QVERIFY(planner.isLooking());
        QVERIFY(settleSplit(window));
        QCOMPARE(planner.segments().size(), best.size() + 1);
        QCOMPARE(panel.table()->shownRows(), static_cast<int>(best.size()) + 1);
        QVERIFY(planner.answer()->arenaBytes >= planner.best()->arenaBytes);
        panel.choose(longest);
        panel.joinButton()->click();
        QVERIFY(settleSplit(window));
        QVERIFY(planner.segments() == best);
        panel.undoButton()->click();
        QVERIFY(settleSplit(window));
        QCOMPARE(planner.segments().size(), best.size() + 1);
        panel.undoButton()->click();
        QVERIFY(settleSplit(window));
        QVERIFY(planner.segments() == best && !panel.undoButton()->isEnabled());
        panel.redoButton()->click();
        QVERIFY(settleSplit(window));
        QCOMPARE(planner.segments().size(), best.size() + 1);
        // One operator as a whole.
        panel.choose(longest);
        panel.wholeButton()->menu()->actions().constFirst()->trigger();
        QVERIFY(settleSplit(window));
        QVERIFY(!planner.segments()[static_cast<std::size_t>(longest)].byRows);
        QVERIFY(planner.answer()->verifiedRuns == SplitJob::kRuns);
    }

    void howASegmentRunsIsChosen() {
        Window window(settings());
        QVERIFY(openSplit(window, sample("ds_cnn_s")));
        SegmentPanel& panel = *window->splitPage()->segments();
        SegmentEditor& editor = *panel.editor();
        RowPlanner& planner = window->rowPlanner();
        // A pointwise convolution, a depthwise one, and the next pointwise one.
        const auto& operators = planner.study()->model.graph.operators;
        std::int32_t first = 0;
        while (!split::canSlice(planner.study()->model.graph, first, first + 3)) ++first;
        QVERIFY(static_cast<std::size_t>(first) + 3 < operators.size());
        planner.choose(split::wholeOperators(planner.study()->model.graph), tr("whole"));
        QVERIFY(settleSplit(window));
        panel.choose(first);
        QCOMPARE(editor.kindBox()->currentText(), QStringLiteral("as a whole"));
        QVERIFY(!editor.slicesBox()->isEnabled());
        QVERIFY2(editor.reasons()->text().contains(QStringLiteral("two operators")),
                 qPrintable(editor.reasons()->text()));
        // Where it ends.
        pick(*editor.toBox(), 2);
        QVERIFY(settleSplit(window));
        QCOMPARE(panel.chosen(), first);
        QVERIFY((planner.segments()[static_cast<std::size_t>(first)] ==
                 split::Segment{first, first + 3, true}));
        QCOMPARE(editor.kindBox()->currentText(), QStringLiteral("by rows"));
        QVERIFY(editor.reasons()->isHidden());
        // The kind, and the number of slices.
        pick(*editor.kindBox(), 1);
        QVERIFY(settleSplit(window));
        QCOMPARE(planner.segments()[static_cast<std::size_t>(first)].slices, 2);
        QCOMPARE(planner.answer()->verifiedRuns, SplitJob::kRuns);
        QVERIFY(editor.slicesBox()->isEnabled());
        editor.slicesBox()->setFocus();
        QTest::keyClick(editor.slicesBox(), Qt::Key_Up);
        QTest::keyClick(editor.slicesBox(), Qt::Key_Up);
        QVERIFY(QTest::qWaitFor([&] { return planner.isLooking(); }, test::kPatienceMs));
        QVERIFY(settleSplit(window));
        QCOMPARE(planner.segments()[static_cast<std::size_t>(first)].slices, 4);
        QCOMPARE(planner.answer()->verifiedRuns, SplitJob::kRuns);
        QVERIFY(editor.slicesBox()->hasFocus());
        QCOMPARE(panel.chosen(), first);
        // Where it begins: the operator that it leaves stands alone.
        pick(*editor.fromBox(), first + 1);
        QVERIFY(settleSplit(window));
        QCOMPARE(panel.chosen(), first + 1);
        QVERIFY((planner.segments()[static_cast<std::size_t>(first) + 1] ==
                 split::Segment{first + 1, first + 3, true}));
        // Both steps of the number were one.
        panel.undoButton()->click();
        QVERIFY(settleSplit(window));
        QCOMPARE(planner.segments()[static_cast<std::size_t>(first)].slices, 4);
        panel.undoButton()->click();
        QVERIFY(settleSplit(window));
        QCOMPARE(planner.segments()[static_cast<std::size_t>(first)].slices, 2);
        // As a whole: each operator on its own.
        panel.choose(first);
        pick(*editor.kindBox(), 2);
        QVERIFY(settleSplit(window));
        QVERIFY(planner.segments() == split::wholeOperators(planner.study()->model.graph));
    }

    void whatCannotBeSaysWhy() {
        Window window(settings());
        QVERIFY(openSplit(window, sample("ds_cnn_s")));
        SegmentPanel& panel = *window->splitPage()->segments();
        const int last = panel.table()->shownRows() - 1;
        panel.choose(last);  // softmax
        QVERIFY(!panel.joinButton()->isEnabled());
        QCOMPARE(panel.joinButton()->toolTip(), QStringLiteral("There is no next segment."));
        QVERIFY(!panel.rowsButton()->isEnabled());
        QVERIFY(panel.rowsButton()->toolTip().contains(QStringLiteral("no rule for rows")));
        QVERIFY(!panel.splitButton()->isEnabled() && !panel.splitButton()->toolTip().isEmpty());
        const SegmentEditor& editor = *panel.editor();
        const QString reasons = editor.reasons()->text();
        QVERIFY2(reasons.contains(QStringLiteral("Not by rows: Operator #")), qPrintable(reasons));
        QVERIFY(reasons.contains(QStringLiteral("Not in slices of channels: ")));
        QVERIFY(!(editor.kindBox()->model()->index(0, 0).flags() & Qt::ItemIsEnabled));
    }

    void whatGainsNothingSaysSo() {
        Window window(settings());
        QVERIFY(openSplit(window, modelFile({kFullyConnected})));
        const QString text = shownText(window->splitPage());
        QVERIFY2(text.contains(QStringLiteral("Nothing to gain")), qPrintable(text));
        QVERIFY(text.contains(QStringLiteral("does not lower")));
    }

    void whatCannotRunIsNamed() {
        Window window(settings());
        QVERIFY(openSplit(window, modelFile({kUnknown})));
        QVERIFY(window->rowPlanner().state() == RowPlanner::State::Failed);
        const QString text = shownText(window->splitPage());
        QVERIFY(text.contains(QStringLiteral("cannot run by rows")));
        QVERIFY2(text.contains(QStringLiteral("NoSuchOperator")), qPrintable(text));
        QVERIFY(!window->splitPage()->exportButton()->isEnabled());
    }

    void whoLooksAwayOrCancelsStopsTheWork() {
        Window window(settings());
        QVERIFY(window.open(sample("mobilenet_v2_035_144")));
        window->showSplitPage();
        QVERIFY(window->rowPlanner().state() == RowPlanner::State::Studying);
        window->showExplorer();
        QVERIFY(window->rowPlanner().state() == RowPlanner::State::Empty);
        window->showSplitPage();
        window->rowPlanner().finishEarly();
        QVERIFY(settleSplit(window));
        QVERIFY(window->rowPlanner().answer());
        QVERIFY(window->rowPlanner().answer()->verifiedRuns == SplitJob::kRuns);
        QVERIFY(window->splitPage()->stopButton()->isHidden());
        // Another model, another answer.
        QVERIFY(openSplit(window, sample("ds_cnn_s")));
        QCOMPARE(window->splitPage()->facts()->number(1),
                 formatBytes(window->rowPlanner().study()->wholeArenaBytes));
    }

    void theChosenSegmentsBecomeAProject() {
        Window window(settings());
        QVERIFY(openSplit(window, sample("ds_cnn_s")));
        window->splitPage()->exportButton()->click();
        QVERIFY(window->exportPage()->isVisible());
        QVERIFY(
            QTest::qWaitFor([&] { return !window->exporter().isWorking(); }, test::kPatienceMs));
        const auto& project = window->exporter().project();
        QVERIFY(project && project->rows);
        QCOMPARE(project->memory.arenaBytes, window->rowPlanner().answer()->arenaBytes);
        QVERIFY(window->exportPage()->rowsBox()->isChecked());
        window->exportPage()->rowsBox()->click();
        QVERIFY(
            QTest::qWaitFor([&] { return !window->exporter().isWorking(); }, test::kPatienceMs));
        QVERIFY(window->exporter().project() && !window->exporter().project()->rows);
        QCOMPARE(window->exporter().project()->memory.arenaBytes,
                 window->rowPlanner().study()->wholeArenaBytes);
    }

    void thePicturesTellWhatLiesWhere() {
        Window window(settings());
        QVERIFY(openSplit(window, sample("ds_cnn_s")));
        HistoryView& used = *window->splitPage()->pictures()->usedAfter();
        HistoryView& map = *window->splitPage()->pictures()->mapAfter();
        const split::ArenaHistory& history = *used.history();
        QTest::keyClick(&used, Qt::Key_P);
        QCOMPARE(used.cursor(), history.peakStep);
        QCOMPARE(map.cursor(), history.peakStep);
        const Bytes most = history.used[static_cast<std::size_t>(history.peakStep)].total();
        QVERIFY(used.accessibleDescription().contains(formatBytes(most)));
        QVERIFY(used.readout(history.peakStep).contains(QStringLiteral("single rows")));
        const HistoryLayout::Box& box = map.plot().boxes.back();
        QCOMPARE(map.textAt(box.box.center()),
                 map.heldText(map.plot().heldAt(box.box.center()).value()));
        QVERIFY(map.textAt(box.box.center()).contains(QStringLiteral("at offset")));
        QTest::keyClick(&used, Qt::Key_Escape);
        QCOMPARE(map.cursor(), -1);
    }

    void operatorsAtOnceStandBehindTheRows() {
        Window window(settings());
        QVERIFY(openSplit(window, sample("ds_cnn_s")));
        const SplitPictures& pictures = *window->splitPage()->pictures();
        const HistoryView& used = *pictures.usedAfter();
        QCOMPARE(used.outline().size(), used.history()->steps.size());
        const auto& study = window->rowPlanner().study();
        Bytes most = 0;
        for (const Bytes bytes : used.outline()) most = std::max(most, bytes);
        const split::ArenaHistory& whole = study->wholeHistory;
        QCOMPARE(most, whole.used[static_cast<std::size_t>(whole.peakStep)].total());
        QVERIFY(used.readout(1).contains(QStringLiteral("operators at once")));
        pictures.outlineBox()->click();
        QVERIFY(used.outline().empty());
    }

    void aSmallWindowStaysSmall() {
        Window window(settings(), {800, 600});
        QVERIFY(openSplit(window, sample("ds_cnn_s")));
        QCOMPARE(window->size(), QSize(800, 600));
        QVERIFY(window->splitPage()->exportButton()->isEnabled());
    }

    void theModelIsSound() {
        Window window(settings());
        QVERIFY(openSplit(window, sample("ds_cnn_s")));
        SegmentTableModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setAnswer(window->document().report(), window->rowPlanner().answer());
        QCOMPARE(model.rowCount(),
                 static_cast<int>(window->rowPlanner().answer()->segments.size()));
        model.setAnswer(window->document().report(), nullptr);
        QCOMPARE(model.rowCount(), 0);
    }
};

THIMBLE_WINDOW_TEST_MAIN(WindowSplitTest)
#include "window_split_test.moc"
