#include "app/gui/start_page.h"

#include <QObject>

#include "ui/main_window.h"
#include "ui/pages/graph_page.h"
#include "ui/pages/run_page.h"
#include "ui/pages/search_controls.h"
#include "ui/pages/search_page.h"

namespace thimble::ui {

namespace {

/// As soon as the folder is read; where it cannot be, random numbers do.
void runFirst(MainWindow& window) {
    if (window.dataFolder().state() == DataFolder::State::Reading) return;
    if (window.dataFolder().dataset())
        window.runPage()->runOnSample(0);
    else
        window.runPage()->run();
}

/// As soon as the folder is read.
void searchFirst(MainWindow& window, int evaluations) {
    if (window.dataFolder().state() == DataFolder::State::Reading) {
        QObject::connect(
            &window.dataFolder(), &DataFolder::changed, &window,
            [&window, evaluations] { searchFirst(window, evaluations); }, Qt::SingleShotConnection);
        return;
    }
    SearchWish wish = window.searchPage()->controls()->wish();
    wish.evaluations = evaluations;
    window.searchPage()->controls()->showWish(wish);
    window.searcher().start(wish);
}

}  // namespace

void startPage(MainWindow& window, const CommandLine& line) {
    if (line.timeline) window.showInTimeline(*line.timeline);
    if (!line.data.isEmpty()) window.openDataFolder(line.data);
    switch (line.page.value_or(StartPage::Explorer)) {
        case StartPage::Explorer:
            if (line.page) window.showExplorer();
            if (!line.data.isEmpty()) window.evaluator().evaluate();
            return;
        case StartPage::Plan: return window.showPlanPage();
        case StartPage::Run:
            window.showRunPage();
            if (window.dataFolder().state() == DataFolder::State::Reading && !line.data.isEmpty())
                QObject::connect(
                    &window.dataFolder(), &DataFolder::changed, &window,
                    [&window] { runFirst(window); }, Qt::SingleShotConnection);
            else
                window.runPage()->run();
            return;
        case StartPage::Evaluate:
            window.showEvaluatePage();
            if (!line.data.isEmpty()) window.evaluator().evaluate();
            return;
        case StartPage::Boards: return window.showBoardsPage();
        case StartPage::Export: return window.showExportPage();
        case StartPage::Split: return window.showSplitPage();
        case StartPage::Graph:
            return line.segments ? window.showSegmentsInGraph() : window.showGraphPage();
        case StartPage::Prune: return window.showPrunePage();
        case StartPage::Compare: return window.showComparePage();
        case StartPage::Search:
            window.showSearchPage();
            if (line.evaluations > 0) searchFirst(window, line.evaluations);
            return;
    }
}

bool isStarting(MainWindow& window) {
    return window.dataFolder().state() == DataFolder::State::Reading || window.runner().isBusy() ||
           window.evaluator().isBusy() || window.boardFits().isWorking() ||
           window.exporter().isWorking() || window.rowPlanner().isWorking() ||
           window.graphPage()->isWorking() || window.pruner().isWorking() ||
           window.searcher().isWorking() || window.document().isRunning() ||
           window.variants().isWorking() || window.planner().state() == Planner::State::Searching;
}

}  // namespace thimble::ui
