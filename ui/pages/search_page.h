#pragma once

#include <QList>
#include <QWidget>
#include <memory>

#include "core/report/report.h"
#include "ui/document/searcher.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QScrollArea;
class QSplitter;
class QToolButton;

namespace thimble::ui {

class DataFolder;
class FrontChart;
class FrontTableModel;
class ProjectDocument;
class SearchControls;
class TablePage;

/// Searching for variants that fit: what is asked, how far it is, and the front to choose from.
class SearchPage final : public QWidget {
    Q_OBJECT

public:
    explicit SearchPage(QWidget* parent = nullptr);

    /// All outlive the page; once.
    void setSearcher(const ProjectDocument* document, const DataFolder* folder, Searcher* searcher);
    void enter();

    [[nodiscard]] SearchControls* controls() const { return m_controls; }
    [[nodiscard]] FrontChart* chart() const { return m_chart; }
    [[nodiscard]] FrontChart* history() const { return m_history; }
    [[nodiscard]] FrontChart* costs() const { return m_costs; }
    [[nodiscard]] TablePage* table() const { return m_table; }
    [[nodiscard]] QPushButton* startButton() const { return m_start; }
    [[nodiscard]] QPushButton* pauseButton() const { return m_pause; }
    [[nodiscard]] QPushButton* finishButton() const { return m_finish; }
    [[nodiscard]] QPushButton* openButton() const { return m_open; }
    /// The point of the front that is chosen; -1: none.
    [[nodiscard]] int chosen() const;
    /// For moving the keyboard from one to the next.
    [[nodiscard]] QList<QWidget*> panes() const;

signals:
    void backWanted();
    void folderWanted();
    void openWanted(int point);  ///< as the choice of channels
    void saveRecipeWanted(int point);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* buildHead();
    QWidget* buildState();
    QWidget* buildBody();
    QWidget* buildFront();
    void showState();
    void showProgress();
    void showFront();
    void showChoice();
    void showChart();
    void showHistory();
    void choose(int point);
    [[nodiscard]] int suggestion() const;
    void startOrAgain();

    const ProjectDocument* m_document = nullptr;
    Searcher* m_searcher = nullptr;
    QToolButton* m_back = nullptr;
    QLabel* m_headline = nullptr;
    QPushButton* m_start = nullptr;
    QPushButton* m_pause = nullptr;
    QPushButton* m_finish = nullptr;
    QLabel* m_sentence = nullptr;
    QProgressBar* m_progress = nullptr;
    SearchControls* m_controls = nullptr;
    QScrollArea* m_scroll = nullptr;
    QSplitter* m_sides = nullptr;
    FrontChart* m_chart = nullptr;
    FrontChart* m_history = nullptr;
    FrontChart* m_costs = nullptr;
    bool m_chosenByHand = false;
    FrontTableModel* m_model = nullptr;
    TablePage* m_table = nullptr;
    QLabel* m_recipe = nullptr;
    QPushButton* m_open = nullptr;
    QPushButton* m_save = nullptr;
};

}  // namespace thimble::ui
