#pragma once

#include <QList>
#include <QTimer>
#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;
class QScrollArea;
class QToolButton;

namespace thimble::ui {

class Facts;
class ParetoChart;
class ProjectDocument;
class RowPlanner;
class SegmentPanel;
class SplitPictures;

/// Running the model by rows, so that its largest tensors are never there as a whole: what it
/// gains, plans to choose from, their segments, and pictures. Where the height is short the page
/// scrolls below its numbers.
class SplitPage final : public QWidget {
    Q_OBJECT

public:
    explicit SplitPage(QWidget* parent = nullptr);

    /// Both outlive the page; once.
    void setPlanner(const ProjectDocument* document, RowPlanner* planner);
    /// Gives the chart the keyboard.
    void enter();

    [[nodiscard]] Facts* facts() const { return m_facts; }
    [[nodiscard]] ParetoChart* chart() const { return m_chart; }
    [[nodiscard]] SegmentPanel* segments() const { return m_segments; }
    [[nodiscard]] SplitPictures* pictures() const { return m_pictures; }
    [[nodiscard]] QPushButton* stopButton() const { return m_stop; }
    [[nodiscard]] QPushButton* exportButton() const { return m_export; }
    /// Enabled by whoever keeps.
    [[nodiscard]] QPushButton* keepButton() const { return m_keep; }
    /// For moving the keyboard from one to the next.
    [[nodiscard]] QList<QWidget*> panes() const;

signals:
    void backWanted();
    void exportWanted();

private:
    QWidget* buildHead();
    QWidget* buildState();
    QWidget* buildFacts();
    QWidget* buildBody();
    void showState();
    void showFacts();
    void showSweep();
    void choosePlan(int plan);

    const ProjectDocument* m_document = nullptr;
    RowPlanner* m_planner = nullptr;
    QToolButton* m_back = nullptr;
    QLabel* m_headline = nullptr;
    QPushButton* m_keep = nullptr;
    QPushButton* m_export = nullptr;
    QLabel* m_sentence = nullptr;
    QProgressBar* m_progress = nullptr;
    QPushButton* m_stop = nullptr;
    Facts* m_facts = nullptr;
    QScrollArea* m_scroll = nullptr;
    ParetoChart* m_chart = nullptr;
    SegmentPanel* m_segments = nullptr;
    SplitPictures* m_pictures = nullptr;
    QTimer m_slow;  ///< what takes longer can be stopped
    const void* m_shownAnswer = {};
    bool m_entering = false;  ///< the chart is to have the keyboard
};

}  // namespace thimble::ui
