#pragma once

#include <QPixmap>
#include <QWidget>
#include <memory>
#include <optional>
#include <vector>

#include "core/report/report.h"
#include "ui/painting/history_layout.h"
#include "ui/painting/painted_rows.h"
#include "ui/painting/plot_style.h"

namespace thimble::ui {

/// An inference and its arena, task by task: how many bytes are in use, or where they lie.
///   keys   left, right: the cursor; Home, End; P: the fullest task; Esc takes the cursor away
class HistoryView final : public QWidget, public PaintedRows {
    Q_OBJECT

public:
    enum class Kind { Used, Map };
    using HistoryPtr = std::shared_ptr<const split::ArenaHistory>;

    HistoryView(Kind kind, const QString& title, QWidget* parent = nullptr);

    /// Null: there is nothing to show, and `hint` stands there. The axis of bytes reaches at least
    /// so far, so that two views can be compared.
    void setHistory(HistoryPtr history, std::shared_ptr<const Report> report, Bytes atLeast,
                    const QString& hint);
    /// What another inference takes in each step, behind the bytes in use; empty: nothing.
    void setOutline(std::vector<Bytes> outline, const QString& name);
    [[nodiscard]] const std::vector<Bytes>& outline() const { return m_outline; }
    [[nodiscard]] const HistoryPtr& history() const { return m_history; }
    [[nodiscard]] const HistoryLayout& plot();

    /// The step that is looked at; -1: none.
    [[nodiscard]] int cursor() const { return m_hovered >= 0 ? m_hovered : m_cursor; }
    void setCursor(int step);

    /// "task 29 of 252, #2 CONV_2D, row 4".
    [[nodiscard]] QString stepText(int step) const;
    /// The same with its bytes.
    [[nodiscard]] QString readout(int step) const;
    /// "#12 conv/out, rows 3 to 7: 320 B at offset 3,248, tasks 26 to 31".
    [[nodiscard]] QString heldText(std::size_t held) const;
    /// What the pointer at that place is told; empty: nothing is there.
    [[nodiscard]] QString textAt(QPoint place);

    // As PaintedRows.
    [[nodiscard]] int rowCount() const override;
    [[nodiscard]] QString rowName(int row) const override;
    [[nodiscard]] QString rowValue(int row) const override;
    [[nodiscard]] QRect rowRect(int row) override;
    [[nodiscard]] int rowAt(const QPoint& point) override;
    [[nodiscard]] int currentRow() const override;
    void selectRow(int row) override;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void cursorMoved(int step);  ///< by hand; -1: it is gone

protected:
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void look(int hovered, int cursor);
    void invalidate();
    [[nodiscard]] QString taskRange(int first, int last) const;
    [[nodiscard]] PlotFrame frame(const PlotStyle& style) const;
    void paintAll(QPainter& painter, const PlotStyle& style);
    void paintBoxes(QPainter& painter, const PlotStyle& style) const;
    void paintLegend(QPainter& painter, const PlotStyle& style, const QRect& header) const;
    void paintSteps(QPainter& painter, const PlotStyle& style, const QRect& area) const;
    void paintOutline(QPainter& painter, const PlotStyle& style) const;
    void paintPeak(QPainter& painter, const PlotStyle& style, const PlotFrame& frame) const;

    Kind m_kind;
    QString m_title;
    QString m_hint;
    HistoryPtr m_history;
    std::shared_ptr<const Report> m_report;
    Bytes m_atLeast = 0;
    std::vector<Bytes> m_outline;
    QString m_outlineName;
    int m_hovered = -1;
    int m_cursor = -1;
    std::optional<HistoryLayout> m_layout;
    QPixmap m_painted;
};

}  // namespace thimble::ui
