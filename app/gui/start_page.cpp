#include "app/gui/start_page.h"

#include <QObject>

#include "ui/main_window.h"
#include "ui/pages/run_page.h"

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

}  // namespace

void startPage(MainWindow& window, const CommandLine& line) {
    if (line.timeline) window.showInTimeline(*line.timeline);
    if (!line.data.isEmpty()) window.openDataFolder(line.data);
    switch (line.page) {
        case StartPage::Explorer:
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
    }
}

bool isStarting(MainWindow& window) {
    return window.dataFolder().state() == DataFolder::State::Reading || window.runner().isBusy() ||
           window.evaluator().isBusy() || window.boardFits().isWorking() ||
           window.exporter().isWorking();
}

}  // namespace thimble::ui
