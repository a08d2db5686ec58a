#pragma once

#include <QMainWindow>
#include <memory>

#include "ui/document/board_fits.h"
#include "ui/document/data_folder.h"
#include "ui/document/evaluator.h"
#include "ui/document/exporter.h"
#include "ui/document/measurer.h"
#include "ui/document/planner.h"
#include "ui/document/project_document.h"
#include "ui/document/recent_files.h"
#include "ui/document/runner.h"
#include "ui/document/selection.h"
#include "ui/main_actions.h"

class QComboBox;
class QRubberBand;
class QSettings;
class QStackedWidget;

namespace thimble::ui {

class BoardsPage;
class EvaluatePage;
class ExplorerPage;
class ExportPage;
class FoldingDock;
class InspectorPage;
class MessageBar;
class PlanPage;
class RunPage;
class TablesPanel;
class TimelineView;
class WelcomePage;

/// The window: connects one document and one selection to the views. Nothing is computed here.
class MainWindow final : public QMainWindow {
    Q_OBJECT

public:
    /// `settings` keeps the layout and the recent files; null: nothing is read or kept.
    explicit MainWindow(std::unique_ptr<QSettings> settings, QWidget* parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] ProjectDocument& document() { return m_document; }
    [[nodiscard]] Planner& planner() { return m_planner; }
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
    [[nodiscard]] RunPage* runPage() const { return m_run; }
    [[nodiscard]] BoardsPage* boardsPage() const { return m_boards; }
    [[nodiscard]] ExportPage* exportPage() const { return m_export; }
    [[nodiscard]] EvaluatePage* evaluatePage() const { return m_evaluate; }
    [[nodiscard]] TablesPanel* tables() const { return m_tables; }
    [[nodiscard]] InspectorPage* inspector() const { return m_inspector; }
    [[nodiscard]] WelcomePage* welcome() const { return m_welcome; }
    [[nodiscard]] MessageBar* messageBar() const { return m_message; }

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
    void showRunPage();
    void showEvaluatePage();
    void showBoardsPage();
    void showExportPage();
    void showExplorer();

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
    void startRuns();

    void showWelcome();
    void showModel();
    void showReport();
    void showFailure(const QString& message);
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
    /// The timeline that keys and menu act upon.
    [[nodiscard]] TimelineView* shownTimeline() const;
    [[nodiscard]] QList<QWidget*> panes() const;
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
    Measurer m_measurer;
    MainActions m_actions;

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
    TablesPanel* m_tables = nullptr;
    InspectorPage* m_inspector = nullptr;
    FoldingDock* m_tablesDock = nullptr;
    FoldingDock* m_inspectorDock = nullptr;
    QRubberBand* m_dropHint = nullptr;
    QComboBox* m_target = nullptr;
    QMenu* m_recentMenu = nullptr;
    bool m_layoutRestored = false;
};

}  // namespace thimble::ui
