#pragma once

#include <QStringList>
#include <QWidget>
#include <memory>
#include <optional>

#include "core/eval/metrics.h"
#include "ui/painting/confusion_layout.h"
#include "ui/painting/painted_rows.h"
#include "ui/painting/plot_style.h"

namespace thimble::ui {

/// How often samples of each class got each answer: a row for each label, a column for each answer,
/// the right ones on the diagonal. The colour is the part of the row.
///   keys   arrows move the cursor, Esc takes it away
class ConfusionView final : public QWidget, public PaintedRows {
    Q_OBJECT

public:
    explicit ConfusionView(QWidget* parent = nullptr);

    /// `names` of the classes; fewer than classes: the others are called by their number. Without
    /// counts there is nothing to show, and `hint` stands there.
    void setCounts(std::optional<eval::Confusion> counts, const QStringList& names,
                   const QString& hint);
    [[nodiscard]] const ConfusionLayout& matrix();
    /// "3 of 50 samples of 'yes' got the answer 'no' (6.0 %)"; empty without a cell.
    [[nodiscard]] QString readout(const std::optional<ConfusionLayout::Cell>& cell) const;
    [[nodiscard]] const std::optional<ConfusionLayout::Cell>& cursor() const {
        return m_hovered ? m_hovered : m_cursor;
    }

    // As PaintedRows.
    [[nodiscard]] int rowCount() const override;
    [[nodiscard]] QString rowName(int row) const override;
    [[nodiscard]] QString rowValue(int row) const override;
    [[nodiscard]] QRect rowRect(int row) override;
    [[nodiscard]] int rowAt(const QPoint& point) override;
    [[nodiscard]] int currentRow() const override;
    void selectRow(int row) override;
    [[nodiscard]] int columnCount() const override;
    [[nodiscard]] QString cellName(int row, int column) const override;
    [[nodiscard]] QString cellValue(int row, int column) const override;
    [[nodiscard]] QRect cellRect(int row, int column) override;
    [[nodiscard]] int columnAt(const QPoint& point) override;
    [[nodiscard]] int currentColumn() const override;
    void selectCell(int row, int column) override;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    using Cell = ConfusionLayout::Cell;
    [[nodiscard]] QString name(int index) const;
    [[nodiscard]] std::int64_t count(Cell cell) const;
    [[nodiscard]] std::int64_t rowTotal(int label) const;
    void setCursors(std::optional<Cell> hovered, std::optional<Cell> cursor);
    void invalidate();
    void paintTable(QPainter& painter, const PlotStyle& style) const;
    void paintNames(QPainter& painter, const PlotStyle& style) const;

    std::optional<eval::Confusion> m_counts;
    QStringList m_names;
    QString m_hint;
    std::optional<Cell> m_hovered;
    std::optional<Cell> m_cursor;
    std::optional<ConfusionLayout> m_layout;
    QPixmap m_painted;
};

}  // namespace thimble::ui
