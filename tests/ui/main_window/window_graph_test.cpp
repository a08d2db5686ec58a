// The graph: the page, its chains, the segments of a plan by rows, and a layout that is given up.
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QTest>
#include <algorithm>

#include "tests/ui/support/window.h"
#include "ui/document/row_planner.h"
#include "ui/pages/graph_page.h"

using namespace thimble;
using namespace thimble::ui;
using test::sampleFile;
using test::shownText;
using test::Window;

namespace {

bool settleGraph(Window& window) {
    const bool done = QTest::qWaitFor(
        [&] { return !window->graphPage()->isWorking() && !window->rowPlanner().isWorking(); },
        test::kPatienceMs);
    Window::layOut();
    return done;
}

bool openGraph(Window& window, const QString& model) {
    if (!window.open(model)) return false;
    window->showGraphPage();
    return settleGraph(window) && window->graphPage()->isVisible();
}

const GraphContent& content(Window& window) {
    return window->graphPage()->view()->scene()->content;
}

}  // namespace

class WindowGraphTest : public test::WindowTest {
    Q_OBJECT

private slots:
    void withoutAModelThereIsNothing() {
        Window window(settings());
        QVERIFY(!window->actions().graphPage->isEnabled());
        window->showGraphPage();
        QVERIFY(!window->graphPage()->isVisible());
    }

    void thereIsABoxForEveryOperator() {
        Window window(settings());
        QVERIFY(openGraph(window, sampleFile("resnet8")));
        const Report& report = window.report();
        QCOMPARE(content(window).diagram.nodeOf.size(), report.operators.size());
        QVERIFY(!window->graphPage()->foldBox()->isChecked());
        QVERIFY(window->graphPage()->subgraphChooser()->isHidden());
        QVERIFY(window->graphPage()->stopButton()->isHidden());
        QVERIFY(shownText(window->graphPage()).contains(QStringLiteral("operators, peak at #")));
    }

    void theSelectionIsTheWindows() {
        Window window(settings());
        QVERIFY(openGraph(window, sampleFile("resnet8")));
        GraphView& view = *window->graphPage()->view();
        window->selection().select({SelectedItem::Kind::Operator, 0, 4});
        QVERIFY(view.rowName(view.currentRow()).startsWith(QStringLiteral("#4 ")));
        QTest::keyClick(&view, Qt::Key_Down);
        QVERIFY(window->selection().current().index > 4);
        // The first Esc gives up the selection, the second leads back.
        QTest::keyClick(&view, Qt::Key_Escape);
        QVERIFY(window->selection().current() == SelectedItem());
        QVERIFY(window->graphPage()->isVisible());
        window->actions().back->trigger();
        QVERIFY(!window->graphPage()->isVisible());
    }

    void chainsFoldAndUnfold() {
        Window window(settings());
        QVERIFY(openGraph(window, sampleFile("ds_cnn_s")));
        GraphPage& page = *window->graphPage();
        const std::size_t all = content(window).boxes.size();
        page.foldBox()->click();
        QVERIFY(settleGraph(window));
        QVERIFY(content(window).boxes.size() < all);
        GraphView& view = *page.view();
        int chain = 0;
        while (content(window).diagram.nodes[static_cast<std::size_t>(chain)].kind !=
               diagram::Node::Kind::Chain)
            ++chain;
        view.selectRow(chain);
        QTest::keyClick(&view, Qt::Key_Return);
        QVERIFY(settleGraph(window));
        QCOMPARE(content(window).boxes.size(), all);
        QTest::keyClick(&view, Qt::Key_Return);
        QVERIFY(settleGraph(window));
        QVERIFY(content(window).boxes.size() < all);
    }

    void segmentsAreShownOnDemand() {
        Window window(settings());
        QVERIFY(openGraph(window, sampleFile("ds_cnn_s")));
        GraphPage& page = *window->graphPage();
        QVERIFY(content(window).bands.empty());
        page.segmentsBox()->click();
        QVERIFY(settleGraph(window));
        QVERIFY(page.view()->scene()->plan != nullptr);
        const GraphContent& shown = content(window);
        QVERIFY(!shown.bands.empty());
        QVERIFY(shown.bands[0].label.contains(QStringLiteral("calls")));
        QVERIFY(std::ranges::any_of(shown.lines, &GraphLine::isFaded));
        QVERIFY(std::ranges::any_of(shown.lines, [](const GraphLine& line) {
            return line.label.contains(QStringLiteral("rows of "));
        }));
        for (const GraphLine& line : shown.lines) QVERIFY(line.isFaded || line.label.isEmpty());
        page.segmentsBox()->click();
        QVERIFY(settleGraph(window));
        QVERIFY(content(window).bands.empty());
    }

    void aPlanThatWasLookedAtIsShown() {
        Window window(settings());
        QVERIFY(window.open(sampleFile("ds_cnn_s")));
        window->showSplitPage();
        QVERIFY(settleGraph(window));
        window->showGraphPage();
        QVERIFY(settleGraph(window));
        QVERIFY(window->graphPage()->segmentsBox()->isChecked());
        QVERIFY(!content(window).bands.empty());
    }

    void aLayoutIsGivenUpAndTakenUpAgain() {
        Window window(settings());
        QVERIFY(window.open(sampleFile("nas_cell")));
        window->showGraphPage();
        GraphPage& page = *window->graphPage();
        QVERIFY(page.isWorking());
        page.stopButton()->click();
        QVERIFY(!page.isWorking());
        QVERIFY(page.view()->scene() == nullptr);
        QVERIFY(shownText(&page).contains(QStringLiteral("Stopped.")));
        page.stopButton()->click();
        QVERIFY(settleGraph(window));
        QVERIFY(page.view()->scene() != nullptr);
        QVERIFY(page.stopButton()->isHidden());
    }

    void aSmallWindowStaysSmall() {
        Window window(settings(), {800, 600});
        QVERIFY(openGraph(window, sampleFile("resnet8")));
        QCOMPARE(window->size(), QSize(800, 600));
    }

    void anotherModelIsAnotherGraph() {
        Window window(settings());
        QVERIFY(openGraph(window, sampleFile("ds_cnn_s")));
        const std::size_t before = content(window).boxes.size();
        QVERIFY(window.open(sampleFile("resnet8")));
        window->showGraphPage();
        QVERIFY(settleGraph(window));
        QVERIFY(content(window).boxes.size() != before);
        window->document().close();
        QVERIFY(window->graphPage()->view()->scene() == nullptr);
    }
};

THIMBLE_WINDOW_TEST_MAIN(WindowGraphTest)
#include "window_graph_test.moc"
