#pragma once

#include <QPoint>
#include <QRect>
#include <QString>

namespace thimble::ui {

/// What a painted view shows, as rows: for assistive technology, for copies as text, and for tests.
/// A widget that is one offers its rows once installPaintedRowsAccessibility was called. A view
/// that is a grid has cells in its rows, too.
class PaintedRows {
public:
    PaintedRows() = default;
    virtual ~PaintedRows() = default;
    PaintedRows(const PaintedRows&) = delete;
    PaintedRows& operator=(const PaintedRows&) = delete;
    PaintedRows(PaintedRows&&) = delete;
    PaintedRows& operator=(PaintedRows&&) = delete;

    [[nodiscard]] virtual int rowCount() const = 0;
    [[nodiscard]] virtual QString rowName(int row) const = 0;
    [[nodiscard]] virtual QString rowValue(int row) const = 0;
    [[nodiscard]] virtual QRect rowRect(int row) = 0;  ///< empty: not visible
    [[nodiscard]] virtual int rowAt(const QPoint& point) = 0;
    [[nodiscard]] virtual int currentRow() const = 0;
    virtual void selectRow(int row) = 0;

    /// Cells of each row; 0: a row is one thing.
    [[nodiscard]] virtual int columnCount() const { return 0; }
    [[nodiscard]] virtual QString cellName(int, int) const { return {}; }
    [[nodiscard]] virtual QString cellValue(int, int) const { return {}; }
    [[nodiscard]] virtual QRect cellRect(int, int) { return {}; }
    [[nodiscard]] virtual int columnAt(const QPoint&) { return -1; }
    [[nodiscard]] virtual int currentColumn() const { return -1; }
    virtual void selectCell(int, int) {}
};

}  // namespace thimble::ui
