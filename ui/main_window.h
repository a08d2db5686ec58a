#pragma once

#include <QMainWindow>
#include <memory>

#include "ui/document/autosave.h"
#include "ui/document/board_fits.h"
#include "ui/document/data_folder.h"
#include "ui/document/edit_history.h"
#include "ui/document/evaluator.h"
#include "ui/document/exporter.h"
#include "ui/document/measurer.h"
#include "ui/document/planner.h"
#include "ui/document/project_document.h"
#include "ui/document/pruner.h"
#include "ui/document/recent_files.h"
#include "ui/document/row_planner.h"
#include "ui/document/runner.h"
#include "ui/document/searcher.h"
#include "ui/document/selection.h"
#include "ui/document/session_keeper.h"
#include "ui/document/variants.h"
#include "ui/main_actions.h"

class QComboBox;
class QRubberBand;
class QSettings;
class QStackedWidget;

namespace thimble::ui {

class BoardsPage;
class ComparePage;
class EvaluatePage;
class ExplorerPage;
class ExportPage;
class FoldingDock;
class GraphPage;
class InspectorPage;
class MessageBar;
class PlanPage;
class PrunePage;
class RunPage;
class SearchPage;
class SplitPage;
class TablesPanel;
class TimelineView;
class VariantsPane;
class WelcomePage;
class WindowHabits;
struct SessionActions;

/// The window: connects one document and one selection to the views. Nothing is computed here.
class MainWindow final : public QMainWindow {
    Q_OBJECT

public:
    /// `settings` keeps the layout and the recent files; null: nothing is read or kept.
    explicit MainWindow(std::unique_ptr<QSettings> settings, QWidget* parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] ProjectDocument& document() { return m_document; }
    [[nodiscard]] Planner& planner() { return m_planner; }
    [[nodiscard]] RowPlanner& rowPlanner() { return m_rowPlanner; }
    [[nodiscard]] Pruner& pruner() { return m_pruner; }
    [[nodiscard]] Searcher& searcher() { return m_searcher; }
    [[nodiscard]] Runner& runner() { return m_runner; }
    [[nodiscard]] DataFolder& dataFolder() { return m_dataFolder; }
    [[nodiscard]] Evaluator& evaluator() { return m_evaluator; }
    [[nodiscard]] BoardFits& boardFits() { return m_boardFits; }
    [[nodiscard]] Exporter& exporter() { return m_exporter; }
    [[nodiscard]] Measurer& measurer() { return m_measurer; }
    [[nodiscard]] Selection& selection() { return m_selection; }
    [[nodiscard]] RecentFiles& recentFiles() { return m_recent; }
    [[nodiscard]] const MainActions& actions() const { return m_actions; }
    [[nodiscard]] QComboBox* targetChooser() const { return m_target; }
    [[nodiscard]] ExplorerPage* explorer() const { return m_explorer; }
    [[nodiscard]] PlanPage* planPage() const { return m_plan; }
    [[nodiscard]] SplitPage* splitPage() const { return m_split; }
    [[nodiscard]] GraphPage* graphPage() const { return m_graph; }
    [[nodiscard]] PrunePage* prunePage() const { return m_prune; }
    [[nodiscard]] SearchPage* searchPage() const { return m_searchPage; }
    [[nodiscard]] RunPage* runPage() const { return m_run; }
    [[nodiscard]] BoardsPage* boardsPage() const { return m_boards; }
    [[nodiscard]] ExportPage* exportPage() const { return m_export; }
    [[nodiscard]] EvaluatePage* evaluatePage() const { return m_evaluate; }
    [[nodiscard]] TablesPanel* tables() const { return m_tables; }
    [[nodiscard]] InspectorPage* inspector() const { return m_inspector; }
    [[nodiscard]] WelcomePage* welcome() const { return m_welcome; }
    [[nodiscard]] MessageBar* messageBar() const { return m_message; }
    [[nodiscard]] WindowHabits* habits() const { return m_habits; }
    [[nodiscard]] QMenu* viewMenu() const { return m_viewMenu; }
    [[nodiscard]] QMenu* exportMenu() const { return m_exportMenu; }
    /// What is shown of views, filters and tables, in the order of F6.
    [[nodiscard]] QList<QWidget*> panes() const;

    [[nodiscard]] Variants& variants() { return m_variants; }
    [[nodiscard]] SessionKeeper& session() { return *m_session; }
    [[nodiscard]] Autosave& autosave() { return *m_autosave; }
    [[nodiscard]] EditHistory& history() { return m_history; }
    [[nodiscard]] const SessionActions& sessionActions() const { return *m_sessionActions; }
    [[nodiscard]] ComparePage* comparePage() const { return m_compare; }
    [[nodiscard]] VariantsPane* variantsPane() const { return m_variantsPane; }
    [[nodiscard]] FoldingDock* variantsDock() const { return m_variantsDock; }
    /// Offers what an earlier window has left behind.
    [[nodiscard]] MessageBar* recoveryBar() const { return m_recovery; }

    /// The answer comes later: see ProjectDocument.
    void open(const QString& path);
    /// False with a message in the window when the file cannot be written. PNG or SVG by the name.
    bool exportPlotTo(const QString& path);
    bool exportReportTo(const QString& path);
    /// The plan that was found last.
    bool exportPlanTo(const QString& path);

    /// For runs and the evaluation of the model on show, and remembered for it.
    void openDataFolder(const QString& path);

    /// Instead of the bytes that are alive.
    void showInTimeline(StepQuantity quantity);

    /// The other pages, and back. Without a model none of them does anything.
    void showPlanPage();
    void showSplitPage();
    void showGraphPage();
    void showSegmentsInGraph();
    void showPrunePage();
    void showSearchPage();
    void showRunPage();
    void showEvaluatePage();
    void showBoardsPage();
    void showExportPage();
    void showExplorer();
    void showComparePage();
    /// By its name on the command line; nothing happens for one that there is not.
    void showPage(const QString& name);
    [[nodiscard]] QString shownPage() const;

    /// What the page on show has found becomes a variant of the one that is open.
    void keepVariant();
    void openSession(const QString& path);
    /// False with a message in the window when the file cannot be written.
    bool saveSessionTo(const QString& path);

protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildViews();
    void buildMenus();
    void buildToolBar();
    void connectDocument();
    void connectActions();
    void connectPlan();
    void connectRuns();
    void connectBoards();
    void connectExport();
    void connectSplit();
    void connectGraph();
    void followRowPlanner();
    void connectPrune();
    void connectSearch();
    void startRuns();

    void buildVariants();
    void buildSessionMenus();
    void connectVariants();
    void followPruned();
    void followScores();
    void keepPlan();
    void keepPruned();
    void keepRows();
    void exportVariant(variants::VariantId id);
    [[nodiscard]] bool isCompareShown() const;
    void connectSession();
    void saveSession();
    void askForSessionFile();
    void askForSessionModel();
    void showTitle();
    void showRecovery();
    [[nodiscard]] QList<FoldingDock*> docks() const;
    void restoreSessionLayout(const std::map<std::string, std::string>& layout);
    void followHistory();

    void showWelcome();
    void showModel();
    void showReport();
    void showFailure(const QString& message);
    bool tellWritten(const Result<void>& written, const QString& path);
    void showTarget();
    void foldDocks();
    void showDropHint(bool on);
    void fillRecentMenu();
    void openFromList(const QString& path);
    void askForModel();
    void askForPlotFile();
    void askForReportFile();
    void askForPlanFile();
    void askForProjectFolder();
    void askForInput();
    void askForDataFolder();
    [[nodiscard]] bool isExplorerShown() const;
    [[nodiscard]] bool isPlanShown() const;
    [[nodiscard]] bool isRunShown() const;
    [[nodiscard]] bool isEvaluateShown() const;
    [[nodiscard]] bool isBoardsShown() const;
    [[nodiscard]] bool isExportShown() const;
    [[nodiscard]] bool isSplitShown() const;
    [[nodiscard]] bool isGraphShown() const;
    [[nodiscard]] bool isPruneShown() const;
    [[nodiscard]] bool isSearchShown() const;
    /// The timeline that keys and menu act upon.
    [[nodiscard]] TimelineView* shownTimeline() const;
    void movePane(int by);
    void restorePlace();
    void restoreLayout();
    void storeLayout();

    std::unique_ptr<QSettings> m_settings;
    RecentFiles m_recent;
    Selection m_selection;
    ProjectDocument m_document;
    Planner m_planner;
    Runner m_runner;
    DataFolder m_dataFolder;
    Evaluator m_evaluator{&m_runner, &m_dataFolder};
    BoardFits m_boardFits{&m_document};
    Exporter m_exporter{&m_document};
    RowPlanner m_rowPlanner{&m_document};
    Pruner m_pruner{&m_document, &m_boardFits, &m_dataFolder};
    Searcher m_searcher{&m_document, &m_boardFits, &m_dataFolder};
    Measurer m_measurer;
    Variants m_variants{&m_document};
    EditHistory m_history;
    MainActions m_actions;
    std::unique_ptr<SessionActions> m_sessionActions;
    SessionKeeper* m_session = nullptr;
    Autosave* m_autosave = nullptr;

    MessageBar* m_message = nullptr;
    QStackedWidget* m_pages = nullptr;
    QWidget* m_blank = nullptr;  ///< while the first model is being read
    WelcomePage* m_welcome = nullptr;
    ExplorerPage* m_explorer = nullptr;
    PlanPage* m_plan = nullptr;
    RunPage* m_run = nullptr;
    EvaluatePage* m_evaluate = nullptr;
    BoardsPage* m_boards = nullptr;
    ExportPage* m_export = nullptr;
    SplitPage* m_split = nullptr;
    GraphPage* m_graph = nullptr;
    PrunePage* m_prune = nullptr;
    ComparePage* m_compare = nullptr;
    VariantsPane* m_variantsPane = nullptr;
    FoldingDock* m_variantsDock = nullptr;
    MessageBar* m_recovery = nullptr;
    SearchPage* m_searchPage = nullptr;
    TablesPanel* m_tables = nullptr;
    InspectorPage* m_inspector = nullptr;
    FoldingDock* m_tablesDock = nullptr;
    FoldingDock* m_inspectorDock = nullptr;
    QRubberBand* m_dropHint = nullptr;
    QComboBox* m_target = nullptr;
    QMenu* m_recentMenu = nullptr;
    QMenu* m_exportMenu = nullptr;
    QMenu* m_viewMenu = nullptr;
    WindowHabits* m_habits = nullptr;
    bool m_layoutRestored = false;
    bool m_hadVariants = false;
    bool m_isWorthKeeping = false;  ///< what the autosave holds, as of its last look
};

}  // namespace thimble::ui
