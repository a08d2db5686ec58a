// The window and the graph: the page, and the way there and back.
#include <QAction>
#include <QCheckBox>
#include <QStackedWidget>

#include "ui/main_window.h"
#include "ui/pages/graph_page.h"

namespace thimble::ui {

void MainWindow::connectGraph() {
    m_graph->setDocument(&m_document, &m_rowPlanner);
    connect(m_graph, &GraphPage::backWanted, this, &MainWindow::showExplorer);
    connect(m_graph, &GraphPage::segmentsWanted, this, &MainWindow::followRowPlanner);
    connect(m_actions.graphPage, &QAction::triggered, this, &MainWindow::showGraphPage);
}

bool MainWindow::isGraphShown() const { return m_pages->currentWidget() == m_graph; }

void MainWindow::showGraphPage() {
    if (!m_document.model() || isGraphShown()) return;
    m_pages->setCurrentWidget(m_graph);
    m_graph->view()->setFocus(Qt::OtherFocusReason);
}

void MainWindow::showSegmentsInGraph() {
    showGraphPage();
    if (!m_graph->segmentsBox()->isChecked()) m_graph->segmentsBox()->click();
}

}  // namespace thimble::ui
