#include "ui/main_window.h"

#include <QCloseEvent>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QRubberBand>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/dialogs/export_files.h"
#include "ui/document/session_file.h"
#include "ui/format/format.h"
#include "ui/format/paths.h"
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
#include "ui/pages/summary_page.h"
#include "ui/pages/tables_panel.h"
#include "ui/pages/variants_pane.h"
#include "ui/pages/welcome_page.h"
#include "ui/painting/timeline_view.h"
#include "ui/session_actions.h"
#include "ui/viewmodels/names.h"
#include "ui/widgets/folding_dock.h"
#include "ui/widgets/message_bar.h"
#include "ui/window_habits.h"

namespace thimble::ui {

namespace {

constexpr int kRoomyCharacters = 160;      // a narrower window has no room for the inspector
constexpr int kRoomyForVariants = 150;     // likewise for the variants
constexpr int kRoomyLines = 28;            // a lower one none for the tables
constexpr QSize kExportedPlot(1200, 700);  // pixels; a larger window gives a larger plot

/// The one local file that is dragged, or nothing.
QString draggedFile(const QMimeData& mime) {
    const QList<QUrl> urls = mime.urls();
    return urls.size() == 1 && urls[0].isLocalFile() ? urls[0].toLocalFile() : QString();
}

}  // namespace

MainWindow::MainWindow(std::unique_ptr<QSettings> settings, QWidget* parent)
    : QMainWindow(parent),
      m_settings(std::move(settings)),
      m_recent(m_settings.get()),
      m_actions(this) {
    setAcceptDrops(true);
    setContextMenuPolicy(Qt::NoContextMenu);  // Qt's own would bypass FoldingDock::setWanted
    setWindowIcon(QIcon(QStringLiteral(":/thimble/icons/thimble.svg")));
    setWindowTitle(tr("Thimble"));
    buildViews();
    buildMenus();
    buildSessionMenus();
    buildToolBar();
    connectDocument();
    connectActions();
    connectPlan();
    connectRuns();
    connectBoards();
    connectExport();
    connectSplit();
    connectGraph();
    connectPrune();
    connectSearch();
    connectVariants();
    connectSession();
    m_habits = new WindowHabits(this, m_settings.get());
    fillRecentMenu();
    showWelcome();
    restorePlace();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildViews() {
    auto* centre = new QWidget(this);
    m_message = new MessageBar(centre);
    m_pages = new QStackedWidget(centre);
    m_welcome = new WelcomePage(m_pages);
    m_explorer = new ExplorerPage(m_pages);
    m_plan = new PlanPage(m_pages);
    m_run = new RunPage(m_pages);
    m_evaluate = new EvaluatePage(m_pages);
    m_boards = new BoardsPage(m_pages);
    m_export = new ExportPage(m_pages);
    m_split = new SplitPage(m_pages);
    m_graph = new GraphPage(m_pages);
    m_prune = new PrunePage(m_pages);
    m_compare = new ComparePage(m_pages);
    m_searchPage = new SearchPage(m_pages);
    m_blank = new QWidget(m_pages);
    m_pages->addWidget(m_blank);
    m_pages->addWidget(m_welcome);
    m_pages->addWidget(m_explorer);
    m_pages->addWidget(m_plan);
    m_pages->addWidget(m_run);
    m_pages->addWidget(m_evaluate);
    m_pages->addWidget(m_boards);
    m_pages->addWidget(m_export);
    m_pages->addWidget(m_split);
    m_pages->addWidget(m_graph);
    m_pages->addWidget(m_prune);
    m_pages->addWidget(m_compare);
    m_pages->addWidget(m_searchPage);
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_message);
    layout->addWidget(m_pages, 1);
    setCentralWidget(centre);
    m_dropHint = new QRubberBand(QRubberBand::Rectangle, centre);

    m_tables = new TablesPanel(this);
    m_tablesDock = new FoldingDock(tr("Tables"), this);
    m_tablesDock->setObjectName(QStringLiteral("tables"));
    m_tablesDock->setWidget(m_tables);
    addDockWidget(Qt::BottomDockWidgetArea, m_tablesDock);
    m_inspector = new InspectorPage(this);
    m_inspectorDock = new FoldingDock(tr("Inspector"), this);
    m_inspectorDock->setObjectName(QStringLiteral("inspector"));
    m_inspectorDock->setWidget(m_inspector);
    addDockWidget(Qt::RightDockWidgetArea, m_inspectorDock);

    buildVariants();

    m_explorer->setSelection(&m_selection);
    m_plan->setSelection(&m_selection);
    m_run->setSelection(&m_selection);
    m_boards->setSelection(&m_selection);
    m_export->setSelection(&m_selection);
    m_graph->setSelection(&m_selection);
    m_tables->setSelection(&m_selection);
    m_inspector->setSelection(&m_selection);
}

void MainWindow::connectDocument() {
    connect(&m_document, &ProjectDocument::modelChanged, this, &MainWindow::showModel);
    connect(&m_document, &ProjectDocument::reportChanged, this, &MainWindow::showReport);
    connect(&m_document, &ProjectDocument::targetChanged, this, &MainWindow::showTarget);
    connect(&m_document, &ProjectDocument::failed, this, &MainWindow::showFailure);
    connect(&m_document, &ProjectDocument::fileChangedOnDisk, this, [this] {
        m_message->showMessage(
            MessageBar::Kind::Offer,
            tr("%1 has changed on disk.").arg(QFileInfo(m_document.path()).fileName()),
            tr("Reload"));
    });
    connect(&m_document, &ProjectDocument::busyChanged, this, [this](bool busy) {
        if (busy)
            setCursor(Qt::BusyCursor);
        else
            unsetCursor();
    });
    connect(m_welcome, &WelcomePage::fileChosen, this, &MainWindow::openFromList);
    connect(m_welcome, &WelcomePage::openWanted, this, &MainWindow::askForModel);
    connect(m_explorer->summary(), &SummaryPage::itemChosen, &m_selection, &Selection::select);
    connect(m_explorer->summary(), &SummaryPage::warningsWanted, this, [this] {
        m_tablesDock->setWanted(true);
        m_tables->showTab(TablesPanel::WarningsTab);
        m_tables->enterTable();
    });
    connect(&m_recent, &RecentFiles::changed, this, [this] {
        if (!m_document.model()) m_welcome->setRecentFiles(m_recent.paths());
        fillRecentMenu();
    });
}

void MainWindow::open(const QString& path) {
    if (isSessionFile(path)) return openSession(path);
    m_session->giveUp();
    // Without this the welcome page would flash up when the program starts with a model.
    if (!m_document.model()) m_pages->setCurrentWidget(m_blank);
    m_document.open(path);
}

void MainWindow::showWelcome() {
    m_welcome->setRecentFiles(m_recent.paths());
    m_pages->setCurrentWidget(m_welcome);
}

void MainWindow::showModel() {
    const bool hasModel = m_document.model() != nullptr;
    m_message->dismiss();
    m_actions.setHasModel(hasModel);
    if (!hasModel) showWelcome();
    m_tablesDock->setHasContent(hasModel);
    m_inspectorDock->setHasContent(hasModel);
    m_variantsDock->setHasContent(hasModel);
    if (hasModel) restoreLayout();
    foldDocks();
    showTitle();
    startRuns();
    // Another variant of the same file: whoever opened it goes on where he is.
    if (!hasModel || m_variants.hasSwitched()) return;
    m_recent.add(m_document.path());
    showExplorer();
}

void MainWindow::showReport() {
    const std::shared_ptr<const Report>& report = m_document.report();
    // After a reload the file may be without what was selected.
    if (!report || !hasItem(*report, m_selection.current())) m_selection.clear();
    m_tables->setReport(report);
    m_explorer->setReport(report, m_tables->warnings());
    m_inspector->setReport(report);
    m_run->setReport(report);
    m_evaluate->setReport(report);
    m_planner.setModel(m_document.model(), report);
    showTarget();
}

void MainWindow::showFailure(const QString& message) {
    m_message->showMessage(MessageBar::Kind::Error, formatText(message.toStdString()));
    if (!m_document.model()) showWelcome();
}

void MainWindow::showTarget() {
    const std::string_view name = m_document.target().name;
    m_target->setCurrentIndex(m_target->findData(plainText(name)));
    m_target->setToolTip(m_target->currentData(Qt::ToolTipRole).toString());
}

void MainWindow::foldDocks() {
    // Hidden docks keep their sizes, so what was folded comes back as it was. The other pages have
    // tables of their own and want the room; the graph has the inspector beside it.
    const bool explorer = isExplorerShown();
    m_inspectorDock->setFits((explorer || isGraphShown()) &&
                             width() >= fontMetrics().averageCharWidth() * kRoomyCharacters);
    m_tablesDock->setFits(explorer && height() >= fontMetrics().height() * kRoomyLines);
    m_variantsDock->setFits(width() >= fontMetrics().averageCharWidth() * kRoomyForVariants);
}

bool MainWindow::tellWritten(const Result<void>& written, const QString& path) {
    if (written)
        m_message->showMessage(MessageBar::Kind::Done, tr("%1 is written.").arg(formatPath(path)));
    else
        showFailure(QString::fromStdString(written.error().message));
    return written.has_value();
}

bool MainWindow::exportPlotTo(const QString& path) {
    const QSize size = m_explorer->splitter()->size().expandedTo(kExportedPlot);
    return tellWritten(writePlotFile(*m_document.report(), path, size), path);
}

bool MainWindow::exportReportTo(const QString& path) {
    return tellWritten(writeReportFile(*m_document.report(), path), path);
}

void MainWindow::changeEvent(QEvent* event) {
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::FontChange) foldDocks();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    storeLayout();
    m_autosave->finish(m_session->isModified());
    QMainWindow::closeEvent(event);
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    foldDocks();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (draggedFile(*event->mimeData()).isEmpty()) return;
    event->acceptProposedAction();
    showDropHint(true);
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*) { showDropHint(false); }

void MainWindow::dropEvent(QDropEvent* event) {
    showDropHint(false);
    const QString path = draggedFile(*event->mimeData());
    if (path.isEmpty()) return;
    event->acceptProposedAction();
    if (!QFileInfo(path).isDir()) return open(path);
    openDataFolder(path);
    showEvaluatePage();
}

void MainWindow::showDropHint(bool on) {
    m_welcome->setDropHighlight(on);
    m_dropHint->setGeometry(centralWidget()->rect());
    m_dropHint->setVisible(on && m_document.model());
}

}  // namespace thimble::ui
