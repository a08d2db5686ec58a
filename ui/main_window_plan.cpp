// The window and the plan: the page, the way there and back, and the file.
#include <QAction>
#include <QFileInfo>
#include <QStackedWidget>

#include "ui/dialogs/export_files.h"
#include "ui/format/format.h"
#include "ui/format/paths.h"
#include "ui/main_window.h"
#include "ui/pages/explorer_page.h"
#include "ui/pages/plan_button.h"
#include "ui/pages/plan_page.h"
#include "ui/pages/plan_pictures.h"
#include "ui/pages/summary_page.h"
#include "ui/painting/timeline_view.h"
#include "ui/widgets/message_bar.h"

namespace thimble::ui {

void MainWindow::connectPlan() {
    m_plan->setPlanner(&m_planner);
    PlanButton* button = m_explorer->summary()->planButton();
    button->setPlanner(&m_planner);
    connect(button, &QPushButton::clicked, this, &MainWindow::showPlanPage);
    connect(m_actions.bestPlan, &QAction::triggered, this, &MainWindow::showPlanPage);
    connect(m_actions.back, &QAction::triggered, this, &MainWindow::showExplorer);
    connect(m_plan, &PlanPage::backWanted, this, &MainWindow::showExplorer);
    connect(m_actions.exportPlan, &QAction::triggered, this, &MainWindow::askForPlanFile);
    connect(m_plan, &PlanPage::exportWanted, this, &MainWindow::askForPlanFile);
    const auto enable = [this] { m_actions.exportPlan->setEnabled(m_planner.canBeWritten()); };
    connect(&m_planner, &Planner::changed, this, enable);
    // Both are Esc: only one is there at a time.
    const auto follow = [this] {
        const bool explorer = isExplorerShown();
        m_actions.back->setEnabled(!explorer);
        m_actions.clearSelection->setEnabled(explorer);
        m_actions.arenaMap->setEnabled(explorer);
        for (QAction* action : {m_actions.zoomIn, m_actions.zoomOut, m_actions.fit})
            action->setEnabled(explorer || isPlanShown() || isGraphShown());
        foldDocks();
    };
    connect(m_pages, &QStackedWidget::currentChanged, this, follow);
    enable();
    follow();
}

bool MainWindow::isExplorerShown() const {
    return !isPlanShown() && !isRunShown() && !isEvaluateShown() && !isBoardsShown() &&
           !isExportShown() && !isSplitShown() && !isPruneShown() && !isGraphShown() &&
           !isCompareShown() && !isSearchShown();
}

bool MainWindow::isPlanShown() const { return m_pages->currentWidget() == m_plan; }

TimelineView* MainWindow::shownTimeline() const {
    return isPlanShown() ? m_plan->pictures()->timelineAfter() : m_explorer->timeline();
}

void MainWindow::showPlanPage() {
    if (!m_document.model() || isPlanShown()) return;
    m_pages->setCurrentWidget(m_plan);
    m_plan->pictures()->timelineAfter()->setFocus(Qt::OtherFocusReason);
}

void MainWindow::showExplorer() {
    if (!m_document.model()) return;
    m_pages->setCurrentWidget(m_explorer);
    m_explorer->timeline()->setFocus(Qt::OtherFocusReason);
}

bool MainWindow::exportPlanTo(const QString& path) {
    if (!m_planner.canBeWritten()) return false;
    const auto written = writePlannedModel(*m_planner.found(), toPath(path));
    if (written)
        m_message->showMessage(MessageBar::Kind::Done,
                               tr("The planned model is in %1.").arg(formatPath(path)));
    else
        showFailure(QString::fromStdString(written.error().message));
    return written.has_value();
}

void MainWindow::askForPlanFile() {
    const QString path = thimble::ui::askForPlanFile(this, m_document.path());
    if (!path.isEmpty()) exportPlanTo(path);
}

}  // namespace thimble::ui
