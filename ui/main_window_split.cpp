// The window and running by rows: the page, the way there and back, and from there to the C
// project.
#include <QAction>
#include <QPushButton>
#include <QStackedWidget>

#include "ui/main_window.h"
#include "ui/pages/explorer_page.h"
#include "ui/pages/graph_page.h"
#include "ui/pages/plan_button.h"
#include "ui/pages/split_page.h"
#include "ui/pages/step_text.h"
#include "ui/pages/summary_page.h"

namespace thimble::ui {

namespace {

constexpr std::size_t kQuickOperators = 150;

}  // namespace

void MainWindow::connectSplit() {
    m_split->setPlanner(&m_document, &m_rowPlanner);
    connect(m_split, &SplitPage::backWanted, this, &MainWindow::showExplorer);
    connect(m_split, &SplitPage::exportWanted, this, [this] {
        m_exporter.setRows(split::RowPlanOptions{.segments = m_rowPlanner.answer()->plan.chosen});
        showExportPage();
    });
    connect(m_actions.splitPage, &QAction::triggered, this, &MainWindow::showSplitPage);
    connect(m_pages, &QStackedWidget::currentChanged, this, &MainWindow::followRowPlanner);
    connect(&m_planner, &Planner::changed, this, &MainWindow::followRowPlanner);
    SummaryPage* summary = m_explorer->summary();
    connect(summary->rowsButton(), &QPushButton::clicked, this, &MainWindow::showSplitPage);
    connect(summary->pruneButton(), &QPushButton::clicked, this, &MainWindow::showPrunePage);
    const auto show = [this, summary] {
        const Report* report = m_document.report().get();
        summary->setPlan(m_planner.best());
        const StepText rows = rowsStep(m_rowPlanner, report);
        summary->rowsButton()->showText(rows.text, rows.tip, rows.isCalling);
        const StepText prune = pruneStep(m_pruner);
        summary->pruneButton()->showText(prune.text, prune.tip, prune.isCalling);
    };
    connect(&m_planner, &Planner::changed, this, show);
    connect(&m_rowPlanner, &RowPlanner::changed, this, show);
    connect(&m_pruner, &Pruner::numbersChanged, this, show);
    connect(&m_document, &ProjectDocument::reportChanged, this, show);
    show();
    followRowPlanner();
}

void MainWindow::followRowPlanner() {
    m_rowPlanner.setWanted(isSplitShown() || (isGraphShown() && m_graph->wantsSegments()));
    // What the first page says of it is computed when nothing else is, and only where it is quick.
    const auto& report = m_document.report();
    const bool isQuick = report && m_document.model() && report->model.operators <= kQuickOperators;
    if (isExplorerShown() && isQuick && m_planner.state() == Planner::State::Found)
        m_rowPlanner.lookAhead();
}

bool MainWindow::isSplitShown() const { return m_pages->currentWidget() == m_split; }

void MainWindow::showSplitPage() {
    if (!m_document.model() || isSplitShown()) return;
    m_pages->setCurrentWidget(m_split);
    m_split->enter();
}

}  // namespace thimble::ui
