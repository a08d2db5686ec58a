// The window's menus, tool bar and keys, and what it remembers.
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QFileInfo>
#include <QLabel>
#include <QMenuBar>
#include <QScreen>
#include <QSettings>
#include <QSplitter>
#include <QTabWidget>
#include <QToolBar>
#include <QTreeWidget>
#include <algorithm>

#include "ui/dialogs/about_dialog.h"
#include "ui/dialogs/export_files.h"
#include "ui/dialogs/shortcuts_dialog.h"
#include "ui/format/format.h"
#include "ui/main_window.h"
#include "ui/pages/boards_page.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/evaluate_page.h"
#include "ui/pages/explorer_page.h"
#include "ui/pages/export_page.h"
#include "ui/pages/graph_page.h"
#include "ui/pages/inspector_page.h"
#include "ui/pages/plan_page.h"
#include "ui/pages/prune_page.h"
#include "ui/pages/run_page.h"
#include "ui/pages/search_page.h"
#include "ui/pages/split_page.h"
#include "ui/pages/table_page.h"
#include "ui/pages/tables_panel.h"
#include "ui/pages/variants_pane.h"
#include "ui/painting/arena_map_view.h"
#include "ui/painting/timeline_view.h"
#include "ui/widgets/filter_edit.h"
#include "ui/widgets/folding_dock.h"
#include "ui/widgets/message_bar.h"

namespace thimble::ui {

namespace {

constexpr int kLayoutVersion = 1;  // another one when docks change: an old layout would not fit

const QString kGeometry = QStringLiteral("window/geometry");
const QString kState = QStringLiteral("window/state");
const QString kSplitter = QStringLiteral("window/splitter");
const QString kTables = QStringLiteral("window/tables");
const QString kInspector = QStringLiteral("window/inspector");
const QString kArenaMap = QStringLiteral("window/arenaMap");
const QString kQuantity = QStringLiteral("window/timeline");
const QString kTarget = QStringLiteral("target");
const QString kBoard = QStringLiteral("board");

}  // namespace

void MainWindow::buildMenus() {
    QMenu* file = menuBar()->addMenu(tr("&File"));
    file->addAction(m_actions.open);
    m_recentMenu = file->addMenu(tr("Open &recent"));
    file->addAction(m_actions.reload);
    file->addAction(m_actions.close);
    file->addSeparator();
    m_exportMenu = file->addMenu(tr("&Export"));
    m_exportMenu->addActions({m_actions.exportPlot, m_actions.exportReport, m_actions.exportPlan});
    m_exportMenu->addActions({m_actions.exportPage, m_actions.writeProject});
    file->addSeparator();
    file->addAction(m_actions.quit);

    QMenu* view = menuBar()->addMenu(tr("&View"));
    m_viewMenu = view;
    view->addActions({m_actions.zoomIn, m_actions.zoomOut, m_actions.fit});
    view->addSeparator();
    QAction* tables = m_tablesDock->wantedAction();
    tables->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_T));
    QAction* inspector = m_inspectorDock->wantedAction();
    inspector->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_I));
    view->addActions({tables, inspector, m_actions.arenaMap, m_actions.graphPage});
    QMenu* tabs = view->addMenu(tr("&Table"));
    for (int tab = 0; tab < TablesPanel::kTabs; ++tab) {
        QAction* show = tabs->addAction(m_tables->tabs()->tabText(tab), this, [this, tab] {
            m_tablesDock->setWanted(true);
            m_tables->showTab(static_cast<TablesPanel::Tab>(tab));
            m_tables->enterTable();
        });
        show->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + tab)));
    }
    QMenu* quantities = view->addMenu(tr("Time&line shows"));
    for (QAction* quantity : m_actions.quantities) quantities->addAction(quantity);
    view->addSeparator();
    view->addActions({m_actions.nextPane, m_actions.previousPane});

    QMenu* model = menuBar()->addMenu(tr("&Model"));
    model->addActions({m_actions.peak, m_actions.nextOperator, m_actions.previousOperator,
                       m_actions.clearSelection});
    model->addSeparator();
    model->addActions({m_actions.run, m_actions.runPage, m_actions.evaluatePage});
    model->addSeparator();
    model->addAction(m_actions.boardsPage);
    QMenu* optimise = menuBar()->addMenu(tr("&Optimise"));
    optimise->addActions({m_actions.bestPlan, m_actions.splitPage, m_actions.prunePage,
                          m_actions.searchPage, m_actions.back});
    optimise->addSeparator();
    optimise->addAction(m_actions.exportPlan);
    QMenu* help = menuBar()->addMenu(tr("&Help"));
    help->addActions({m_actions.shortcuts, m_actions.about});
}

void MainWindow::buildToolBar() {
    QToolBar* bar = addToolBar(tr("Tools"));
    bar->setObjectName(QStringLiteral("tools"));
    bar->setMovable(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    bar->addActions({m_actions.open, m_actions.reload});
    bar->addSeparator();
    bar->addActions({m_actions.peak, m_actions.fit, m_actions.zoomOut, m_actions.zoomIn});
    bar->addSeparator();
    bar->addAction(m_actions.run);
    auto* space = new QWidget(bar);
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(space);

    auto* label = new QLabel(tr("&Target"), bar);
    const int gap = fontMetrics().averageCharWidth();
    label->setContentsMargins(gap, 0, gap, 0);
    m_target = new QComboBox(bar);
    m_target->setAccessibleName(tr("Target"));
    m_target->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_target->setMinimumContentsLength(46);
    label->setBuddy(m_target);
    for (const tflm::TargetInfo& info : tflm::kTargets) {
        m_target->addItem(plainText(info.description), plainText(info.name));
        const QString tip = info.exact ? tr("%1: exact, measured against TFLM itself")
                                       : tr("%1: by CMSIS-NN's published formulas, not measured");
        m_target->setItemData(m_target->count() - 1, tip.arg(plainText(info.name)),
                              Qt::ToolTipRole);
    }
    bar->addWidget(label);
    bar->addWidget(m_target);
    showTarget();
    connect(m_target, &QComboBox::activated, this,
            [this] { m_document.setTarget(m_target->currentData().toString()); });
}

void MainWindow::connectActions() {
    const auto on = [this](QAction* action, auto slot) {
        connect(action, &QAction::triggered, this, slot);
    };
    on(m_actions.open, [this] { askForModel(); });
    on(m_actions.reload, [this] { m_document.reload(); });
    on(m_actions.close, [this] { m_document.close(); });
    on(m_actions.exportPlot, [this] { askForPlotFile(); });
    on(m_actions.exportReport, [this] { askForReportFile(); });
    on(m_actions.quit, [this] { close(); });

    on(m_actions.zoomIn,
       [this] { isGraphShown() ? m_graph->view()->zoomIn() : shownTimeline()->zoomIn(); });
    on(m_actions.zoomOut,
       [this] { isGraphShown() ? m_graph->view()->zoomOut() : shownTimeline()->zoomOut(); });
    on(m_actions.fit, [this] { isGraphShown() ? m_graph->view()->fit() : shownTimeline()->fit(); });
    on(m_actions.peak,
       [this] { isGraphShown() ? m_graph->view()->goToPeak() : shownTimeline()->goToPeak(); });
    on(m_actions.nextOperator, [this] { shownTimeline()->nextOperator(); });
    on(m_actions.previousOperator, [this] { shownTimeline()->previousOperator(); });
    on(m_actions.clearSelection, [this] { m_selection.clear(); });
    connect(m_actions.arenaMap, &QAction::triggered, this, [this](bool wanted) {
        if (m_explorer->isMapFolded()) {
            // Asked for by name it comes back even where room is short.
            m_actions.arenaMap->setChecked(true);
            m_explorer->unfoldMap();
        } else {
            m_explorer->setMapWanted(wanted);
        }
    });
    m_explorer->addTimelineSwitch({m_actions.quantities.begin(), m_actions.quantities.end()});
    for (int q = 0; q < kStepQuantities; ++q)
        connect(m_actions.quantities[static_cast<std::size_t>(q)], &QAction::toggled, this,
                [this, q](bool chosen) {
                    if (chosen) m_explorer->timeline()->setQuantity(static_cast<StepQuantity>(q));
                });
    on(m_actions.find, [this] {
        if (isBoardsShown()) return m_boards->filter()->setFocus(Qt::ShortcutFocusReason);
        if (isRunShown()) return m_run->filter()->setFocus(Qt::ShortcutFocusReason);
        m_tablesDock->setWanted(true);
        m_tables->enterFilter();
    });
    on(m_actions.nextPane, [this] { movePane(1); });
    on(m_actions.previousPane, [this] { movePane(-1); });
    on(m_actions.about, [this] { showAbout(this); });
    on(m_actions.shortcuts, [this] {
        QList<QAction*> all = m_actions.all();
        for (QMenu* menu : menuBar()->findChildren<QMenu*>())
            for (QAction* action : menu->actions())
                if (!all.contains(action)) all.append(action);
        (new ShortcutsDialog(all, this))->open();
    });
}

void MainWindow::showInTimeline(StepQuantity quantity) {
    m_actions.quantities[static_cast<std::size_t>(quantity)]->setChecked(true);
}

QList<QWidget*> MainWindow::panes() const {
    QList<QWidget*> panes = {m_explorer->timeline(), m_explorer->arenaMap()};
    if (isPlanShown()) panes = m_plan->panes();
    if (isRunShown()) panes = m_run->panes();
    if (isEvaluateShown()) panes = m_evaluate->panes();
    if (isBoardsShown()) panes = m_boards->panes();
    if (isExportShown()) panes = m_export->panes();
    if (isSplitShown()) panes = m_split->panes();
    if (isGraphShown()) panes = m_graph->panes();
    if (isPruneShown()) panes = m_prune->panes();
    if (isCompareShown()) panes = m_compare->panes();
    if (isSearchShown()) panes = m_searchPage->panes();
    panes += {m_tables->filter(), m_tables->currentTable(), m_inspector, m_variantsPane->tree()};
    panes.removeIf([](const QWidget* pane) { return !pane->isVisible(); });
    return panes;
}

/// To the next pane, and round again.
void MainWindow::movePane(int by) {
    const QList<QWidget*> all = panes();
    if (all.isEmpty()) return;
    const qsizetype count = all.size();
    const qsizetype at = all.indexOf(QApplication::focusWidget());
    const qsizetype next = at < 0 ? (by > 0 ? 0 : count - 1) : (at + by + count) % count;
    all[next]->setFocus(Qt::ShortcutFocusReason);
}

void MainWindow::fillRecentMenu() {
    m_recentMenu->clear();
    int number = 0;
    for (const QString& path : m_recent.paths()) {
        QString shown = QFileInfo(path).fileName();
        shown.replace(QLatin1Char('&'), QLatin1String("&&"));
        const QString key = ++number < 10 ? QStringLiteral("&%1  ").arg(number) : QString();
        QAction* action =
            m_recentMenu->addAction(key + shown, this, [this, path] { openFromList(path); });
        action->setToolTip(path);
        action->setStatusTip(path);
    }
    m_recentMenu->setToolTipsVisible(true);
    m_recentMenu->setEnabled(!m_recent.paths().isEmpty());
    if (m_recent.paths().isEmpty()) return;
    m_recentMenu->addSeparator();
    m_recentMenu->addAction(tr("&Forget these"), &m_recent, &RecentFiles::clear);
}

void MainWindow::openFromList(const QString& path) {
    if (QFileInfo::exists(path)) {
        open(path);
        return;
    }
    m_recent.remove(path);
    showFailure(tr("%1 is not there any more.").arg(path));
}

void MainWindow::askForModel() {
    const QString near =
        m_document.path().isEmpty() ? m_recent.paths().value(0) : m_document.path();
    const QString path = askForModelFile(this, near);
    if (!path.isEmpty()) open(path);
}

void MainWindow::askForPlotFile() {
    const QString path = thimble::ui::askForPlotFile(this, m_document.path());
    if (!path.isEmpty()) exportPlotTo(path);
}

void MainWindow::askForReportFile() {
    const QString path = thimble::ui::askForReportFile(this, m_document.path());
    if (!path.isEmpty()) exportReportTo(path);
}

void MainWindow::restorePlace() {
    const QSize roomy(fontMetrics().averageCharWidth() * 200, fontMetrics().height() * 58);
    resize(roomy.boundedTo(screen()->availableSize()));
    if (!m_settings) return;
    restoreGeometry(m_settings->value(kGeometry).toByteArray());
    // The target last: it may be another than the board's.
    m_boardFits.choose(m_settings->value(kBoard).toString());
    m_document.setTarget(m_settings->value(kTarget).toString());
}

/// With the first model, because docks have no size before they are shown.
void MainWindow::restoreLayout() {
    if (m_layoutRestored) return;
    m_layoutRestored = true;
    const QByteArray state = m_settings ? m_settings->value(kState).toByteArray() : QByteArray();
    if (state.isEmpty() || !restoreState(state, kLayoutVersion)) {
        resizeDocks({m_tablesDock}, {height() * 3 / 10}, Qt::Vertical);
        resizeDocks({m_inspectorDock}, {m_inspector->sizeHint().width()}, Qt::Horizontal);
        m_explorer->splitter()->setSizes({1000, 1300});
        return;
    }
    m_tablesDock->setWanted(m_settings->value(kTables, true).toBool());
    m_inspectorDock->setWanted(m_settings->value(kInspector, true).toBool());
    m_actions.arenaMap->setChecked(m_settings->value(kArenaMap, true).toBool());
    m_explorer->setMapWanted(m_actions.arenaMap->isChecked());
    showInTimeline(static_cast<StepQuantity>(
        std::clamp(m_settings->value(kQuantity, 0).toInt(), 0, kStepQuantities - 1)));
    m_explorer->splitter()->restoreState(m_settings->value(kSplitter).toByteArray());
    m_tablesDock->applyVisibility();
    m_inspectorDock->applyVisibility();
}

void MainWindow::storeLayout() {
    if (!m_settings) return;
    m_settings->setValue(kGeometry, saveGeometry());
    m_settings->setValue(kTarget, plainText(m_document.target().name));
    const auto& board = m_document.board();
    m_settings->setValue(kBoard, board ? QString::fromStdString(board->id) : QString());
    if (!m_layoutRestored) return;
    m_settings->setValue(kState, saveState(kLayoutVersion));
    m_settings->setValue(kTables, m_tablesDock->isWanted());
    m_settings->setValue(kInspector, m_inspectorDock->isWanted());
    m_settings->setValue(kArenaMap, m_actions.arenaMap->isChecked());
    m_settings->setValue(kQuantity, static_cast<int>(m_explorer->timeline()->quantity()));
    m_settings->setValue(kSplitter, m_explorer->splitter()->saveState());
}

}  // namespace thimble::ui
