#pragma once

#include <QList>
#include <QTimer>
#include <QWidget>
#include <memory>

#include "ui/jobs/layout_job.h"
#include "ui/painting/graph_view.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;

namespace thimble::ui {

class ProjectDocument;
class RowPlanner;

/// The model's graph, and in it the segments of a plan by rows. Laid out while somebody looks.
class GraphPage final : public QWidget {
    Q_OBJECT

public:
    /// Chains of a subgraph with more operators are folded at first.
    static constexpr int kFoldFrom = 150;

    explicit GraphPage(QWidget* parent = nullptr);

    /// Both outlive the page; once.
    void setDocument(const ProjectDocument* document, RowPlanner* planner);
    void setSelection(Selection* selection);

    [[nodiscard]] GraphView* view() const { return m_view; }
    [[nodiscard]] QCheckBox* segmentsBox() const { return m_segments; }
    [[nodiscard]] QCheckBox* foldBox() const { return m_fold; }
    [[nodiscard]] QComboBox* subgraphChooser() const { return m_subgraph; }
    [[nodiscard]] QPushButton* stopButton() const { return m_stop; }
    /// A layout is under way.
    [[nodiscard]] bool isWorking() const { return m_job.isRunning(); }
    /// Segments are to be shown, and there may be none yet.
    [[nodiscard]] bool wantsSegments() const;
    [[nodiscard]] QList<QWidget*> panes() const { return {m_view}; }

signals:
    void backWanted();
    void segmentsWanted();  ///< wantsSegments has changed
    void changed();         ///< another picture, or why there is none

protected:
    void hideEvent(QHideEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    QWidget* buildHead();
    QWidget* buildTools();
    void showReport();
    void showPlan();
    void refresh();
    void draw(const diagram::Layout& layout);
    void toggleChain(int chain);
    void selectionChanged();
    void showState();
    void stopOrStart();

    const ProjectDocument* m_document = nullptr;
    RowPlanner* m_planner = nullptr;
    QPointer<Selection> m_selection;
    QLabel* m_headline = nullptr;
    QLabel* m_state = nullptr;
    QCheckBox* m_segments = nullptr;
    QCheckBox* m_fold = nullptr;
    QComboBox* m_subgraph = nullptr;
    QPushButton* m_stop = nullptr;
    GraphView* m_view = nullptr;
    QTimer m_slow;

    std::shared_ptr<const Report> m_report;
    std::shared_ptr<const GraphPlan> m_plan;  ///< of the answer below
    std::shared_ptr<const void> m_answer;
    diagram::DiagramOptions m_options;
    std::shared_ptr<GraphView::Scene> m_next;  ///< being laid out
    QString m_failure;
    bool m_isStale = true;     ///< to be laid out when somebody looks
    bool m_isStopped = false;  ///< by hand
    bool m_hasChosen = false;  ///< somebody has used the box of segments
    LayoutJob m_job;
};

}  // namespace thimble::ui
