#pragma once

#include <QWidget>
#include <functional>
#include <memory>

#include "core/base/result.h"
#include "core/report/report.h"
#include "core/split/edit_segments.h"

class QMenu;
class QPushButton;
class QToolButton;

namespace thimble::ui {

class RowPlanner;
class SegmentEditor;
class SegmentTableModel;
class TablePage;

/// The segments on show as a table, and what a person can make of the one that is chosen. What
/// cannot be is disabled and says why.
class SegmentPanel final : public QWidget {
    Q_OBJECT

public:
    explicit SegmentPanel(QWidget* parent = nullptr);

    /// Outlives the panel; once.
    void setPlanner(RowPlanner* planner);
    /// Shows the planner's answer.
    void showAnswer(const std::shared_ptr<const Report>& report);

    /// The position of the segment that is chosen; -1: none.
    [[nodiscard]] int chosen() const;
    void choose(int segment);

    [[nodiscard]] TablePage* table() const { return m_table; }
    [[nodiscard]] SegmentEditor* editor() const { return m_editor; }
    [[nodiscard]] QToolButton* splitButton() const { return m_split; }
    [[nodiscard]] QToolButton* wholeButton() const { return m_whole; }
    [[nodiscard]] QToolButton* rowsButton() const { return m_rows; }
    [[nodiscard]] QPushButton* joinButton() const { return m_join; }
    [[nodiscard]] QToolButton* undoButton() const { return m_undo; }
    [[nodiscard]] QToolButton* redoButton() const { return m_redo; }
    [[nodiscard]] QPushButton* bestButton() const { return m_best; }

private:
    using Edit = std::function<Result<std::vector<split::Segment>>(std::int32_t op)>;

    QWidget* buildButtons();
    QToolButton* menuButton(const QString& text);
    /// An entry for each operator of the chosen segment.
    void fill(QToolButton* button, const QString& tip, const QString& entry, const Edit& edit);
    void showChoices();
    void showMenu(const QPoint& place);
    void join();
    /// The segment that an edit was about, once it is there.
    [[nodiscard]] int following(int otherwise);
    [[nodiscard]] QString nameOf(std::int32_t op) const;

    RowPlanner* m_planner = nullptr;
    std::shared_ptr<const Report> m_report;
    SegmentTableModel* m_model = nullptr;
    TablePage* m_table = nullptr;
    SegmentEditor* m_editor = nullptr;
    std::int32_t m_follow = -1;  ///< an operator of the segment that is being changed; -1: none
    QToolButton* m_split = nullptr;
    QToolButton* m_whole = nullptr;
    QToolButton* m_rows = nullptr;
    QPushButton* m_join = nullptr;
    QToolButton* m_undo = nullptr;
    QToolButton* m_redo = nullptr;
    QPushButton* m_best = nullptr;
};

}  // namespace thimble::ui
